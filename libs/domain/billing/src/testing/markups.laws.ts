import { beforeEach, describe, expect, it } from '@jest/globals';
import { modelId, type TenantId } from '@radiant/kernel';
import type { TenantMarkup } from '../markup.js';
import type { MarkupStore, TenantMarkups } from '../ports/markups.js';
import { CLINIC, HOSPITAL, NOON } from './usage-entries.js';

export interface MarkupsUnderTest {
  readonly markups: TenantMarkups;
  /** A transaction of a tenant. */
  run<Result>(tenantId: TenantId, work: (ports: { readonly markups: MarkupStore }) => Promise<Result>): Promise<Result>;
}

const markup = (version: number, over: Partial<TenantMarkup> = {}): TenantMarkup => ({
  version,
  modelId: modelId('chat-small'),
  basisPoints: 1_500,
  effectiveFrom: NOON,
  createdAt: NOON - 1,
  createdBy: 'grace',
  ...over,
});

/** The laws of MarkupStore and TenantMarkups. `make` gives an empty store that knows CLINIC and HOSPITAL. */
export function describeMarkups(name: string, make: () => Promise<MarkupsUnderTest>): void {
  describe(`Markups laws: ${name}`, () => {
    let under: MarkupsUnderTest;
    beforeEach(async () => {
      under = await make();
    });
    const add = (tenantId: TenantId, ...given: readonly TenantMarkup[]): Promise<void> =>
      under.run(tenantId, async ({ markups }) => {
        for (const one of given) await markups.add(one);
      });

    it('are none at first', async () => {
      expect(await under.markups.forTenant(CLINIC)).toEqual([]);
      expect(await under.run(CLINIC, ({ markups }) => markups.list())).toEqual([]);
    });

    it('are given back by version, alike within a transaction and for calls', async () => {
      const given = [
        markup(1),
        markup(2, { modelId: undefined, basisPoints: 0, effectiveFrom: NOON + 1 }),
        markup(3, { basisPoints: undefined }),
      ];
      await add(CLINIC, ...given);
      expect(await under.markups.forTenant(CLINIC)).toEqual(given);
      expect(await under.run(CLINIC, ({ markups }) => markups.list())).toEqual(given);
    });

    it('have each version once', async () => {
      await add(CLINIC, markup(1));
      await expect(add(CLINIC, markup(1, { basisPoints: 7 }))).rejects.toMatchObject({ code: 'conflict' });
      expect(await under.markups.forTenant(CLINIC)).toEqual([markup(1)]);
    });

    it('of one tenant are none of another', async () => {
      await add(CLINIC, markup(1));
      await add(HOSPITAL, markup(1, { basisPoints: 9 }));
      expect(await under.markups.forTenant(HOSPITAL)).toEqual([markup(1, { basisPoints: 9 })]);
      expect(await under.run(CLINIC, ({ markups }) => markups.list())).toEqual([markup(1)]);
    });
  });
}
