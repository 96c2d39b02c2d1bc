import { beforeEach, describe, expect, it } from '@jest/globals';
import { apiKeyId, appId, modelId, providerId, userId } from '@radiant/kernel';
import type { CostFilter, CostGroup, CostReports, CostScope } from '../ports/cost-reports.js';
import type { UsageLedger } from '../ports/usage-ledger.js';
import type { UsageEntry } from '../usage-entry.js';
import { append, billed, CLINIC, HOSPITAL, NOON, request } from './usage-entries.js';

export interface CostsUnderTest {
  readonly ledger: UsageLedger;
  readonly costs: CostReports;
}

const KEY = '55555555-5555-4555-8555-555555555555';
const MARCH = { from: '2026-03-01', to: '2026-04-01' };
const ALL = { limit: 100, offset: 0 };

/** Two calls that differ in all that can be asked for; the second is dearer and a day later. */
const CHEAP = billed(1, '1', { userId: userId('ann'), apiKeyId: apiKeyId(KEY), tags: ['cost_center=er', 'ward=3'] });
const DEAR = billed(2, '2', {
  appId: appId('billing'),
  userId: undefined,
  apiKeyId: undefined,
  modelId: modelId('chat-large'),
  providerId: providerId('zenith'),
  requestType: 'embedding',
  tags: [],
  createdAt: NOON + 86_400_000,
});

/** The laws of CostReports. `make` gives an empty ledger that knows CLINIC and HOSPITAL, both in UTC. */
export function describeCostReports(name: string, make: () => Promise<CostsUnderTest>): void {
  describe(`CostReports laws: ${name}`, () => {
    let store: CostsUnderTest;
    beforeEach(async () => {
      store = await make();
    });
    const given = (...entries: readonly UsageEntry[]): Promise<unknown> =>
      Promise.all(entries.map((entry) => append(store.ledger, entry)));
    const report = async (
      groupBy: CostGroup[] = [],
      filter: CostFilter = {},
      scope: CostScope = CLINIC,
      slice = ALL,
    ) => {
      const { total, groups } = await store.costs.report(scope, { ...MARCH, filter }, groupBy, slice);
      return {
        total: `${total.requests} for ${String(total.billedAmount)}`,
        groups: groups.items.map(({ keys, requests, billedAmount }) => [...keys, requests, String(billedAmount)]),
        groupTotal: groups.total,
      };
    };
    const exported = async (filter: CostFilter = {}, days = MARCH): Promise<UsageEntry[]> => {
      const entries: UsageEntry[] = [];
      for await (const { entry } of store.costs.export(CLINIC, { ...days, filter })) entries.push(entry);
      return entries;
    };

    it('are nothing where nothing was used', async () => {
      expect(await report(['model'])).toEqual({ total: '0 for 0', groups: [], groupTotal: 0 });
      expect(await exported()).toEqual([]);
    });

    it.each<[CostGroup, string, string]>([
      ['app', 'billing', 'charting'],
      ['user', 'none', 'ann'],
      ['key', 'none', KEY],
      ['model', 'chat-large', 'chat-small'],
      ['provider', 'zenith', 'acme'],
      ['day', '2026-03-11', '2026-03-10'],
      ['request_type', 'embedding', 'chat.completion'],
      ['tag:cost_center', 'none', 'er'],
      ['tag:ward', 'none', '3'],
    ])('group by %s, dearest first', async (group, dear, cheap) => {
      await given(CHEAP, DEAR);
      expect((await report([group])).groups).toEqual([
        [dear, 1, '2'],
        [cheap, 1, '1'],
      ]);
    });

    it('count a call in the group of each of its tags, in the total once', async () => {
      await given(CHEAP, DEAR, billed(3, '4', { tags: ['ward=3'] }));
      expect(await report(['tag'])).toEqual({
        total: '3 for 7',
        groups: [
          ['ward=3', 2, '5'],
          ['none', 1, '2'],
          ['cost_center=er', 1, '1'],
        ],
        groupTotal: 3,
      });
      expect((await report(['tag', 'tag:ward'])).groups).toContainEqual(['cost_center=er', '3', 1, '1']);
    });

    it('group by several things at once, a page at a time, with the total of all', async () => {
      await given(CHEAP, DEAR, billed(3, '0.5', { tags: [] }), billed(4, '0.25', { tags: [], userId: userId('bob') }));
      const pages = await Promise.all(
        [0, 2].map((offset) => report(['model', 'tag:cost_center'], {}, CLINIC, { limit: 2, offset })),
      );
      expect(pages.map(({ groups }) => groups)).toEqual([
        [
          ['chat-large', 'none', 1, '2'],
          ['chat-small', 'er', 1, '1'],
        ],
        [['chat-small', 'none', 2, '0.75']],
      ]);
      expect(pages.map(({ total, groupTotal }) => [total, groupTotal])).toEqual([
        ['4 for 3.75', 3],
        ['4 for 3.75', 3],
      ]);
      const beyond = await report(['model', 'tag:cost_center'], {}, CLINIC, { limit: 2, offset: 4 });
      expect([beyond.groups, beyond.groupTotal]).toEqual([[], 3]);
    });

    it.each<[CostFilter]>([
      [{ appId: 'billing' }],
      [{ modelId: 'chat-large' }],
      [{ providerId: 'zenith' }],
      [{ appId: 'billing', modelId: 'chat-large' }],
    ])('take the calls that %j names', async (filter) => {
      await given(CHEAP, DEAR);
      expect((await report([], filter)).total).toBe('1 for 2');
      expect(await exported(filter)).toEqual([DEAR]);
    });

    it.each<[CostFilter]>([[{ userId: 'ann' }], [{ apiKeyId: KEY }], [{ tag: 'ward=3' }]])(
      'take the calls that %j names, and no others',
      async (filter) => {
        await given(CHEAP, DEAR);
        expect((await report([], filter)).total).toBe('1 for 1');
        expect((await report([], { ...filter, appId: 'billing' })).total).toBe('0 for 0');
      },
    );

    it('have the first day and not the last', async () => {
      const moments = [Date.UTC(2026, 2, 1) - 1, Date.UTC(2026, 2, 1), Date.UTC(2026, 3, 1) - 1, Date.UTC(2026, 3, 1)];
      await given(...moments.map((createdAt, n) => billed(n, '1', { createdAt })));
      expect((await report()).total).toBe('2 for 2');
      expect((await exported()).map(({ requestId }) => requestId)).toEqual([request(1), request(2)]);
    });

    it('show one tenant nothing of another, and the platform all of them', async () => {
      await given(CHEAP, billed(9, '7', { tenantId: HOSPITAL }));
      expect((await report(['tenant'])).groups).toEqual([[CLINIC, 1, '1']]);
      expect(await report(['tenant'], {}, 'all')).toEqual({
        total: '2 for 8',
        groups: [
          [HOSPITAL, 1, '7'],
          [CLINIC, 1, '1'],
        ],
        groupTotal: 2,
      });
      expect(await exported()).toEqual([CHEAP]);
    });

    it('export every call once, oldest first and of one moment by the request id', async () => {
      const entries = Array.from({ length: 50 }, (_, n) => billed(n, '1', { createdAt: NOON + Math.floor(n / 20) }));
      await given(...entries.toReversed());
      expect(await exported()).toEqual(entries);
    });
  });
}
