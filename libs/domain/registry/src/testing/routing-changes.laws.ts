import { describe, expect, it } from '@jest/globals';
import { agreementId, type Agreement } from '../agreement.js';
import type { RoutingRule } from '../routing/routing-rule.js';
import type { RegistryUnderTest } from './registry-changes.laws.js';
import {
  BARE_MODEL,
  BARE_PROVIDER,
  FULL_MODEL,
  FULL_PROVIDER,
  NARROW_AGREEMENT,
  RULE,
  WIDE_AGREEMENT,
} from './registry-examples.js';

/** The laws of AgreementStore and RoutingRuleStore. `make` gives a registry that holds nothing. */
export function describeRoutingChanges(name: string, make: () => Promise<RegistryUnderTest>): void {
  describe(`AgreementStore and RoutingRuleStore laws: ${name}`, () => {
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

    it('replace the rule of a name, and remove it once', async () => {
      const registry = await given();
      const changed: RoutingRule = {
        name: RULE.name,
        targets: [{ modelId: BARE_MODEL.id, priority: 0, weight: 1000 }],
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
