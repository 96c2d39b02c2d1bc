import { describe, expect, it } from '@jest/globals';
import { agreementId, type Agreement } from '../agreement.js';
import type { AgreementWarning } from '../agreement-warning.js';
import type { RoutingRule } from '../routing/routing-rule.js';
import type { RegistryUnderTest } from './registry-changes.laws.js';
import {
  BARE_MODEL,
  BARE_PROVIDER,
  FULL_MODEL,
  FULL_PROVIDER,
  NARROW_AGREEMENT,
  NEW_YEAR,
  RULE,
  WIDE_AGREEMENT,
} from './registry-examples.js';

/** The laws of AgreementStore, AgreementWarningStore and RoutingRuleStore. `make` gives a registry that holds nothing. */
export function describeRoutingChanges(name: string, make: () => Promise<RegistryUnderTest>): void {
  describe(`AgreementStore, AgreementWarningStore and RoutingRuleStore laws: ${name}`, () => {
    const given = async (): Promise<RegistryUnderTest> => {
      const registry = await make();
      await registry.run(async ({ providers, models, agreements, rules }) => {
        for (const provider of [FULL_PROVIDER, BARE_PROVIDER]) await providers.add(provider);
        for (const model of [FULL_MODEL, BARE_MODEL]) await models.add(model);
        for (const agreement of [NARROW_AGREEMENT, WIDE_AGREEMENT]) await agreements.add(agreement);
        await rules.put(RULE);
      });
      return registry;
    };

    it('give back every field of what was added', async () => {
      const registry = await given();
      await registry.run(async ({ agreements, rules }) => {
        expect(await agreements.find(NARROW_AGREEMENT.id)).toStrictEqual(NARROW_AGREEMENT);
        expect(await agreements.find(WIDE_AGREEMENT.id)).toStrictEqual(WIDE_AGREEMENT);
        expect(await agreements.find(agreementId('99999999-9999-4999-8999-999999999999'))).toBeUndefined();
        expect(await rules.find(RULE.name)).toStrictEqual(RULE);
        expect(await rules.find('slow')).toBeUndefined();
      });
    });

    it('refuse the id of an agreement that is taken, and the transaction goes on', async () => {
      const registry = await given();
      await registry.run(async ({ agreements, rules }) => {
        await expect(agreements.add(WIDE_AGREEMENT)).rejects.toMatchObject({ code: 'conflict' });
        await rules.put({ ...RULE, name: 'another' });
      });
      expect((await registry.load()).rules).toHaveLength(2);
    });

    it('save everything of an agreement but whom it is with, of the one row', async () => {
      const registry = await given();
      const changed: Agreement = {
        ...WIDE_AGREEMENT,
        region: 'us-east-1',
        documentReference: 'Contract 2027/1',
        services: ['embeddings'],
        effectiveFrom: 5,
        expiresAt: 6,
        revision: 3,
        updatedAt: 7,
      };
      await registry.run(({ agreements }) => agreements.save(changed));
      const { agreements } = await registry.load();
      expect(agreements).toContainEqual(changed);
      expect(agreements).toContainEqual(NARROW_AGREEMENT);
      await registry.run(async ({ agreements: stored }) => {
        const missing = { ...changed, id: agreementId('99999999-9999-4999-8999-999999999999') };
        await expect(stored.save(missing)).rejects.toMatchObject({ code: 'not_found' });
      });
    });

    it('take each warning once, whoever brings it, and a moved end as another', async () => {
      const registry = await given();
      const warning: AgreementWarning = {
        agreementId: NARROW_AGREEMENT.id,
        expiresAt: NARROW_AGREEMENT.expiresAt,
        daysBefore: 30,
        raisedAt: NEW_YEAR,
      };
      const add = (over: Partial<AgreementWarning>): Promise<boolean> =>
        registry.run(({ agreementWarnings }) => agreementWarnings.add({ ...warning, ...over }));
      const added = await Promise.all([1, 2, 3, 4].map((raisedAt) => add({ raisedAt })));
      expect(added.filter(Boolean)).toHaveLength(1);
      expect(await add({ daysBefore: 7, raisedAt: NEW_YEAR + 7 })).toBe(true);
      expect(await add({ expiresAt: warning.expiresAt + 1, raisedAt: NEW_YEAR + 8 })).toBe(true);
      expect(await add({ agreementId: WIDE_AGREEMENT.id, raisedAt: NEW_YEAR + 9 })).toBe(true);
      await registry.run(async ({ agreementWarnings }) => {
        const { items, total } = await agreementWarnings.list({ limit: 3, offset: 0 });
        expect(total).toBe(4);
        expect(items).toEqual([
          { ...warning, agreementId: WIDE_AGREEMENT.id, raisedAt: NEW_YEAR + 9 },
          { ...warning, expiresAt: warning.expiresAt + 1, raisedAt: NEW_YEAR + 8 },
          { ...warning, daysBefore: 7, raisedAt: NEW_YEAR + 7 },
        ]);
        expect((await agreementWarnings.list({ limit: 3, offset: 3 })).items).toHaveLength(1);
      });
    });

    it('replace the rule of a name, and remove it once', async () => {
      const registry = await given();
      const changed: RoutingRule = {
        name: RULE.name,
        targets: [{ modelId: BARE_MODEL.id, priority: 0, weight: 1000 }],
        prefer: 'share',
        revision: 2,
        createdAt: RULE.createdAt,
        updatedAt: RULE.updatedAt + 1,
      };
      await registry.run(({ rules }) => rules.put(changed));
      expect((await registry.load()).rules).toStrictEqual([changed]);
      expect(await registry.run(({ rules }) => rules.remove(RULE.name))).toBe(true);
      expect(await registry.run(({ rules }) => rules.remove(RULE.name))).toBe(false);
      expect((await registry.load()).rules).toEqual([]);
    });
  });
}
