import { beforeEach, describe, expect, it } from '@jest/globals';
import type { UsageEntry } from '@radiant/billing';
import {
  apiKeyId,
  appId,
  modelId,
  Money,
  providerId,
  requestId,
  userId,
  type AuditEvent,
  type Instant,
} from '@radiant/kernel';
import { readPhiFloor } from '@radiant/phi';
import fc from 'fast-check';
import { KEY_ID, keyOf } from '../testing/arranged.js';
import { previewOf } from '../testing/case.js';
import { CLINIC, GRACE, HOSPITAL } from '../testing/people.js';
import { ACME, agreementOf, LARGE, modelOf, providerOf } from '../testing/registry-rows.js';
import { World } from '../testing/world.js';
import { BudgetReplay } from './budget-replay.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const config = (more: object = {}) => ({
  mode: 'auto',
  reidentification: { allowed: true, requires_approval: true, mapping_ttl_hours: 24 },
  ...more,
});
const uuid = (number: number): string => `00000000-0000-4000-8000-${number.toString().padStart(12, '0')}`;

let world: World;
let count: number;
beforeEach(() => {
  count = 0;
  world = new World();
  world.state.providers.push(providerOf(world, { hipaaCompliant: true }));
  world.state.models.push(modelOf(world));
  world.state.agreements.push(agreementOf(world, { effectiveFrom: 0 }));
});

/** One call that left, or was kept back. */
async function past(at: Instant, categories: Record<string, number>, over: Partial<AuditEvent> = {}): Promise<void> {
  count += 1;
  await world.chained({
    id: uuid(count),
    tenantId: CLINIC,
    occurredAt: at,
    action: 'inference.call',
    outcome: 'success',
    actor: { kind: 'service', crossTenant: false },
    route: { providerId: ACME, modelId: LARGE },
    phi: { categories, disclosed: false, subjects: [] },
    ...over,
  });
}
const used = (at: Instant, billed: string, over: Partial<UsageEntry> = {}): void => {
  count += 1;
  world.usage.entries.push({
    tenantId: CLINIC,
    requestId: requestId(uuid(count)),
    appId: appId('charting'),
    apiKeyId: undefined,
    userId: undefined,
    sessionId: undefined,
    modelId: LARGE,
    providerId: ACME,
    requestType: 'chat.completion',
    tags: [],
    usage: { inputTokens: 1, cachedInputTokens: 0, outputTokens: 1, reasoningTokens: 0 },
    cost: Money.parse(billed),
    billedAmount: Money.parse(billed),
    estimated: false,
    markupBasisPoints: undefined,
    priceVersion: 1,
    latencyMs: 1,
    createdAt: at,
    ...over,
  });
};
const preview = (proposal: object, floor = {}) =>
  previewOf(world, floor).execute(GRACE, CLINIC, { days: 30, ...proposal });
const ago = (days: number): Instant => world.now - days * DAY_MS;

describe('a preview of a PHI policy', () => {
  it('counts by day what would have been hidden and exposed in addition', async () => {
    await past(ago(2), { NAME: 2, DIAGNOSIS: 1 });
    await past(ago(2) + 1, { NAME: 1, EMAIL: 3 });
    await past(ago(1), { DIAGNOSIS: 4 });
    const { total, days, complete } = await preview({
      phiConfig: config({ categories: { DIAGNOSIS: true, NAME: false } }),
    });
    expect(complete).toBe(true);
    expect(total).toMatchObject({
      departures: 3,
      refused: { baaRequired: 0, phiPolicyBlocked: 0 },
      newlyHidden: { DIAGNOSIS: 5 },
      newlyExposed: { NAME: 3 },
    });
    expect(days.map(({ departures, newlyHidden }) => [departures, newlyHidden])).toEqual([
      [2, { DIAGNOSIS: 1 }],
      [1, { DIAGNOSIS: 4 }],
    ]);
    expect(days.map(({ day }) => day)).toEqual([ago(2), ago(1)].map((at) => new Date(at).toISOString().slice(0, 10)));
  });

  it('counts the calls that would have been refused because their provider has no agreement', async () => {
    await past(ago(3), { NAME: 1 });
    await past(ago(3), {}, { route: { providerId: providerId('bare'), modelId: modelId('bare-chat') } });
    world.state.providers.push(providerOf(world, { id: providerId('bare') }));
    world.state.models.push(modelOf(world, { id: modelId('bare-chat'), providerId: providerId('bare') }));
    expect((await preview({ phiConfig: config({ mode: 'disabled' }) })).total).toMatchObject({
      departures: 2,
      refused: { baaRequired: 1 },
      newlyExposed: { NAME: 1 },
    });
    expect((await preview({ phiConfig: config() })).total.refused.baaRequired).toBe(0);
  });

  it("is no looser than the platform's floor, as the gateway is", async () => {
    await past(ago(1), { NAME: 1 });
    const floor = readPhiFloor({ mode: 'auto', categories: { NAME: true } }, 'floor');
    const { total } = await preview({ phiConfig: config({ mode: 'disabled', categories: { NAME: false } }) }, floor);
    expect(total).toMatchObject({ newlyExposed: {}, refused: { baaRequired: 0 } });
  });

  it('says which calls with parts that nobody can look into would have been refused or let through', async () => {
    await past(ago(2), {}, { details: { unscannable: 'strip', 'unscannable.image': 1 } });
    await past(ago(2), {}, { details: { restored: false } });
    world.state.tenants[0] = {
      ...world.state.tenants[0]!,
      phiConfig: { categories: {}, ...config({ unscannable: 'strip' }) },
    };
    expect((await preview({ phiConfig: config({ unscannable: 'block' }) })).total).toMatchObject({
      refused: { phiPolicyBlocked: 1 },
      letThrough: 0,
    });
    world.state.tenants[0] = { ...world.state.tenants[0], phiConfig: undefined };
    await past(ago(1), {}, { action: 'inference.block', outcome: 'refused', details: { unscannable: 'block' } });
    expect((await preview({ phiConfig: config({ unscannable: 'strip' }) })).total.letThrough).toBe(1);
  });

  it('names what it can not know', async () => {
    const { unknown } = await preview({
      phiConfig: config({ sensitivity: 'strict', categories: { TREATMENT: true } }),
    });
    expect(unknown.join('\n')).toMatch(/Texts are not kept/);
    expect(unknown.join('\n')).toMatch(/another sensitivity/);
    expect(unknown.join('\n')).toMatch(/TREATMENT may be more/);
    expect((await preview({ agreements: { end: [], add: [] } })).unknown.join('\n')).not.toMatch(/Texts/);
  });

  it('looks at the days asked for, and at no other tenant', async () => {
    await past(ago(8), { DIAGNOSIS: 1 });
    await past(ago(6), { DIAGNOSIS: 1 }, { tenantId: HOSPITAL });
    await past(ago(6), { DIAGNOSIS: 1 });
    const { total } = await preview({ days: 7, phiConfig: config({ categories: { DIAGNOSIS: true } }) });
    expect(total).toMatchObject({ departures: 1, newlyHidden: { DIAGNOSIS: 1 } });
  });
});

describe('a preview of agreements', () => {
  const exposing = { categories: {}, ...config({ mode: 'disabled' }) };
  beforeEach(() => {
    world.state.tenants[0] = { ...world.state.tenants[0]!, phiConfig: exposing };
  });

  it('tells what an end would stop, and what a new one would allow again', async () => {
    const [agreement] = world.state.agreements;
    await past(ago(1), { NAME: 1 });
    expect((await preview({ agreements: { end: [], add: [] } })).total.refused.baaRequired).toBe(0);
    const end = [agreement!.id];
    expect((await preview({ agreements: { end, add: [] } })).total.refused.baaRequired).toBe(1);
    const add = [{ providerId: ACME, services: ['chat'] }];
    expect((await preview({ agreements: { end, add } })).total.refused.baaRequired).toBe(0);
    const embeddings = [{ providerId: ACME, services: ['embeddings'] }];
    expect((await preview({ agreements: { end, add: embeddings } })).total.refused.baaRequired).toBe(1);
  });

  it.each([
    ['agreements.end', { end: [uuid(77)], add: [] }],
    ['agreements.add.provider_id', { end: [], add: [{ providerId: 'nobody', services: ['chat'] }] }],
    ['agreements.add.model_id', { end: [], add: [{ providerId: ACME, modelId: 'nothing', services: ['chat'] }] }],
    ['agreements.add.services', { end: [], add: [{ providerId: ACME, services: ['dance'] }] }],
  ])('refuses a wrong %s', async (field, agreements) => {
    await expect(preview({ agreements })).rejects.toMatchObject({ code: 'validation_error', facts: { field } });
  });
});

describe('a preview of a budget', () => {
  const budget = { period: 'month', limit: '5', hard: true };

  it('counts what it would have refused, by what was spent before and admitted since', async () => {
    world.clock.advance(Date.UTC(2026, 2, 20, 12) - world.now);
    used(Date.UTC(2026, 2, 1), '3'); // before what is asked about, but in the month
    used(ago(2), '1.5');
    used(ago(1), '1');
    used(ago(1) + 1, '0.5');
    const { total, days } = await preview({ days: 5, budget });
    expect([total.billedCalls, String(total.billed)]).toEqual([3, '3']);
    expect([total.overBudget.calls, String(total.overBudget.billed)]).toEqual([1, '1']);
    expect(days.map(({ day, overBudget }) => [day, overBudget.calls])).toEqual([
      ['2026-03-18', 0],
      ['2026-03-19', 1],
    ]);
  });

  it('begins anew with each period of the time zone, and looks at its own scope only', async () => {
    world.clock.advance(Date.UTC(2026, 2, 20, 12) - world.now);
    world.state.tenants[0] = { ...world.state.tenants[0]!, timeZone: 'Europe/Berlin' };
    used(Date.UTC(2026, 2, 18, 22, 30), '4'); // 23:30 in Berlin
    used(Date.UTC(2026, 2, 18, 23, 30), '4'); // the next day there
    used(Date.UTC(2026, 2, 18, 23, 40), '4', { userId: userId('ann') });
    const daily = { ...budget, period: 'day' };
    const whole = await preview({ days: 5, budget: daily });
    expect(whole.days.map(({ day, overBudget }) => [day, overBudget.calls])).toEqual([
      ['2026-03-18', 0],
      ['2026-03-19', 1],
    ]);
    const ann = { ...daily, limit: '3', scope: { type: 'user', value: 'ann' } };
    expect((await preview({ days: 5, budget: ann })).total.overBudget.calls).toBe(1);
    expect((await preview({ days: 5, budget: { ...daily, hard: false } })).total.overBudget.calls).toBe(0);
  });

  it('of a key that was rotated looks at the calls of the whole line', async () => {
    const [first, successor] = [keyOf(world, {}), keyOf(world, { id: apiKeyId(uuid(70)), lineage: KEY_ID })];
    world.state.apiKeys.push(first, successor);
    for (const apiKey of [first.id, successor.id, undefined]) used(ago(1), '3', { apiKeyId: apiKey });
    for (const { id } of [first, successor]) {
      const { total } = await preview({ days: 5, budget: { ...budget, scope: { type: 'key', value: id } } });
      expect(total.overBudget.calls).toBe(1);
    }
  });

  it('never admits more than its limit, and refuses only what would pass it', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt(0n, 100n), { maxLength: 50 }), fc.bigInt(0n, 300n), (amounts, limit) => {
        const terms = { period: 'month', limit: Money.ofPicos(limit), hard: true } as const;
        const replay = new BudgetReplay({ ...terms, scope: { kind: 'tenant', value: undefined } }, 'UTC');
        world.usage.entries.length = 0;
        let spent = 0n;
        for (const amount of amounts) {
          used(world.now, '0', { billedAmount: Money.ofPicos(amount) });
          const refused = replay.refuses(world.usage.entries.at(-1)!, true);
          expect(refused).toBe(spent + amount > limit);
          if (!refused) spent += amount;
        }
        expect(spent <= limit).toBe(true);
      }),
    );
  });
});

describe('a preview', () => {
  it('must be of something, and of 1 to 90 days', async () => {
    await expect(preview({})).rejects.toMatchObject({ code: 'validation_error' });
    for (const days of [0, 91, 1.5]) {
      const refused = { code: 'validation_error', facts: { field: 'days' } };
      await expect(preview({ days, phiConfig: null })).rejects.toMatchObject(refused);
    }
  });

  it('adds up to its days', async () => {
    const history = fc.array(fc.tuple(fc.integer({ min: 0, max: 29 }), fc.integer({ min: 0, max: 5 })), {
      maxLength: 30,
    });
    await fc.assert(
      fc.asyncProperty(history, async (calls) => {
        world.state.rows.length = 0;
        for (const [days, names] of calls) await past(ago(days) - 1, { DIAGNOSIS: names });
        const { total, days } = await preview({ phiConfig: config({ categories: { DIAGNOSIS: true } }) });
        expect(total.departures).toBe(calls.length);
        expect(days.reduce((sum, day) => sum + day.departures, 0)).toBe(calls.length);
        const hidden = days.reduce((sum, { newlyHidden }) => sum + (newlyHidden['DIAGNOSIS'] ?? 0), 0);
        expect(hidden).toBe(calls.reduce((sum, [, names]) => sum + names, 0));
      }),
      { numRuns: 30 },
    );
  });

  it('leaves a word in the trail, and changes nothing else', async () => {
    const before = world.kept();
    await preview({ phiConfig: null });
    expect(world.kept()).toStrictEqual(before);
    expect(world.eventsOf(CLINIC)).toMatchObject([
      { action: 'tenant.read', resource: { type: 'policy_preview' }, details: { days: 30 } },
    ]);
  });
});
