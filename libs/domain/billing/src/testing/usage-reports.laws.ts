import { beforeEach, describe, expect, it } from '@jest/globals';
import { apiKeyId, appId, modelId, Money, providerId, userId } from '@radiant/kernel';
import type { UsageEntry } from '../usage-entry.js';
import { USAGE_GROUPS, type UsageGroup } from '../ports/usage-reports.js';
import { append, billed, CLINIC, HOSPITAL, NOON, request, usageEntry } from './usage-entries.js';
import type { UsageStore } from './usage-ledger.laws.js';

const HOUR_MS = 3_600_000;
const AROUND = { from: NOON - 48 * HOUR_MS, to: NOON + 48 * HOUR_MS };
const KEY = '55555555-5555-4555-8555-555555555555';

/** Two entries differ in every group's key; the second is dearer and comes from nobody in particular. */
const CHEAP = billed(1, '1', { apiKeyId: apiKeyId(KEY), userId: userId('ann') });
const DEAR = billed(2, '2', {
  apiKeyId: undefined,
  userId: undefined,
  appId: appId('billing'),
  modelId: modelId('chat-large'),
  providerId: providerId('zenith'),
  requestType: 'chat.completion.stream',
  tags: [],
  createdAt: NOON + 24 * HOUR_MS,
});
const GROUPS = [...USAGE_GROUPS, 'tag:cost_center'] as const satisfies readonly UsageGroup[];
const DEAREST_FIRST: Readonly<Record<(typeof GROUPS)[number], readonly [string, string]>> = {
  model: ['chat-large', 'chat-small'],
  provider: ['zenith', 'acme'],
  user: ['none', 'ann'],
  key: ['none', KEY],
  app: ['billing', 'charting'],
  day: ['2026-03-11', '2026-03-10'],
  request_type: ['chat.completion.stream', 'chat.completion'],
  tag: ['none', 'cost_center=cardiology'],
  'tag:cost_center': ['none', 'cardiology'],
};

/** The laws of UsageReports. `make` gives an empty ledger, which knows CLINIC and HOSPITAL, and reports over it. */
export function describeUsageReports(name: string, make: () => Promise<UsageStore>): void {
  describe(`UsageReports laws: ${name}`, () => {
    let store: UsageStore;

    beforeEach(async () => {
      store = await make();
    });

    const given = async (...entries: readonly UsageEntry[]): Promise<void> => {
      await Promise.all(entries.map((entry) => append(store.ledger, entry)));
    };
    const idsOf = async (period = AROUND, slice = { limit: 1_000, offset: 0 }): Promise<string[]> =>
      (await store.reports.records(CLINIC, period, slice)).items.map((entry) => entry.requestId);

    it('answers zero where nothing was used', async () => {
      expect(await store.reports.records(CLINIC, AROUND, { limit: 10, offset: 0 })).toEqual({ items: [], total: 0 });
      expect(await store.reports.summary(CLINIC, AROUND, 'model')).toEqual({
        total: { requests: 0, inputTokens: 0, outputTokens: 0, cost: Money.zero, billedAmount: Money.zero },
        groups: [],
      });
    });

    it('counts the start of the period and not its end', async () => {
      await given(...[-1, 0, 999, 1_000].map((ms, n) => billed(n, '1', { createdAt: NOON + ms })));
      const period = { from: NOON, to: NOON + 1_000 };
      expect(await idsOf(period)).toEqual([request(2), request(1)]);
      expect((await store.reports.summary(CLINIC, period)).total.requests).toBe(2);
    });

    it('lists the newest first, and of one instant the highest request id', async () => {
      await given(billed(1, '1'), billed(3, '1'), billed(2, '1', { createdAt: NOON + 1 }), billed(4, '1'));
      expect(await idsOf()).toEqual([request(2), request(4), request(3), request(1)]);
    });

    it('pages without a gap or a repetition, and says the true total on every page', async () => {
      await given(...Array.from({ length: 25 }, (_, n) => billed(n, '1', { createdAt: NOON + Math.floor(n / 10) })));
      const pages = await Promise.all(
        [0, 7, 14, 21, 28].map((offset) => store.reports.records(CLINIC, AROUND, { limit: 7, offset })),
      );
      expect(pages.map(({ items }) => items.length)).toEqual([7, 7, 7, 4, 0]);
      expect(pages.map(({ total }) => total)).toEqual([25, 25, 25, 25, 25]);
      expect(pages.flatMap(({ items }) => items.map((entry) => entry.requestId))).toEqual(await idsOf());
    });

    it('tells the history oldest first, all of it and no other, over many pages', async () => {
      const entries = Array.from({ length: 2_050 }, (_, n) =>
        billed(n, '1', { createdAt: NOON + Math.floor(n / 700) }),
      );
      await given(...entries, billed(9_001, '1', { createdAt: NOON - 1 }), billed(9_002, '1', { tenantId: HOSPITAL }));
      const told: string[] = [];
      for await (const entry of store.reports.history(CLINIC, { from: NOON, to: NOON + 10 }))
        told.push(entry.requestId);
      expect(told).toEqual(entries.map((entry) => entry.requestId));
    });

    it('never shows one tenant the usage of another', async () => {
      await given(billed(1, '5'), billed(2, '7', { tenantId: HOSPITAL, modelId: modelId('secret') }));
      expect(await idsOf()).toEqual([request(1)]);
      const { total, groups } = await store.reports.summary(CLINIC, AROUND, 'model');
      expect(String(total.billedAmount)).toBe('5');
      expect(groups.map(({ key }) => key)).toEqual(['chat-small']);
    });

    it('counts cached prompt tokens as input and reasoning as output', async () => {
      await given(usageEntry(), usageEntry({ requestId: request(2) }));
      expect((await store.reports.summary(CLINIC, AROUND)).total).toEqual({
        requests: 2,
        inputTokens: 240,
        outputTokens: 68,
        cost: Money.parse('0.002'),
        billedAmount: Money.parse('0.0024'),
      });
    });

    it('makes no groups unless asked to', async () => {
      await given(CHEAP);
      expect((await store.reports.summary(CLINIC, AROUND)).groups).toEqual([]);
    });

    it.each(GROUPS)('groups by %s, dearest first', async (group) => {
      await given(CHEAP, DEAR);
      const { groups } = await store.reports.summary(CLINIC, AROUND, group);
      expect(groups.map(({ key, requests, billedAmount }) => [key, requests, String(billedAmount)])).toEqual([
        [DEAREST_FIRST[group][0], 1, '2'],
        [DEAREST_FIRST[group][1], 1, '1'],
      ]);
    });

    it('adds up what belongs to one group', async () => {
      await given(billed(1, '0.1'), billed(2, '0.2'), DEAR_OF_ANOTHER_MODEL);
      const { total, groups } = await store.reports.summary(CLINIC, AROUND, 'model');
      expect(groups.map(({ key, billedAmount }) => [key, String(billedAmount)])).toEqual([
        ['chat-large', '2'],
        ['chat-small', '0.3'],
      ]);
      expect(String(total.billedAmount)).toBe('2.3');
    });

    it('counts a call with several tags in the group of each, and in the total once', async () => {
      await given(billed(1, '1', { tags: ['project=x', 'team=er'] }), billed(2, '2', { tags: ['team=er'] }));
      const { total, groups } = await store.reports.summary(CLINIC, AROUND, 'tag');
      expect(groups.map(({ key, requests, billedAmount }) => [key, requests, String(billedAmount)])).toEqual([
        ['team=er', 2, '3'],
        ['project=x', 1, '1'],
      ]);
      expect([total.requests, String(total.billedAmount)]).toEqual([2, '3']);
    });

    it('ends a day at midnight, UTC where the tenant says no other time zone', async () => {
      expect(await store.reports.timeZone(CLINIC)).toBe('UTC');
      const midnight = Date.UTC(2026, 2, 11);
      await given(billed(1, '1', { createdAt: midnight - 1 }), billed(2, '2', { createdAt: midnight }));
      const { groups } = await store.reports.summary(CLINIC, AROUND, 'day');
      expect(groups.map(({ key }) => key)).toEqual(['2026-03-11', '2026-03-10']);
    });
  });
}

const DEAR_OF_ANOTHER_MODEL = billed(3, '2', { modelId: modelId('chat-large') });
