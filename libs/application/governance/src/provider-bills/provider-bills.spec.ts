import { describe, expect, it } from '@jest/globals';
import { Money } from '@radiant/kernel';
import { of } from '../testing/case.js';
import { GRACE, ROOT } from '../testing/people.js';
import { ACME, LARGE, modelOf, providerOf } from '../testing/registry-rows.js';
import { World } from '../testing/world.js';
import { ImportProviderBill, type AskedProviderBill } from './import-provider-bill.js';
import { CompareProviderBills, type AskedDifference } from './read-provider-bills.js';

const ROW = { provider: 'acme', model: 'large-2026', day: '2026-10-01', cost: '1.5' };
const BILL: AskedProviderBill = { name: 'acme 2026-10', rows: [ROW, { ...ROW, day: '2026-10-05', cost: '0.5' }] };
const OCTOBER: AskedDifference = { from: '2026-10-01', to: '2026-11-01', timeZone: 'UTC' };

const NOVEMBER = Date.parse('2026-11-01T10:30:00Z'); // where days begin first it is the second

function world(): World {
  const made = new World();
  made.state.providers.push(providerOf(made));
  made.state.models.push(modelOf(made));
  made.clock.advance(NOVEMBER - made.clock.now());
  return made;
}
const bring = (made: World, asked: AskedProviderBill = BILL, actor = ROOT) =>
  new ImportProviderBill(...of(made), made.digest, made.registry).execute(actor, asked);
const compare = (made: World, asked: Partial<AskedDifference> = {}, actor = ROOT) =>
  new CompareProviderBills(...of(made), made.providerCosts, made.registry).execute(actor, { ...OCTOBER, ...asked });

describe('bringing the bill of a provider', () => {
  it('keeps its lines and says what they come to', async () => {
    const made = world();
    expect(await bring(made)).toMatchObject({
      added: true,
      bill: {
        version: 1,
        lineCount: 2,
        from: '2026-10-01',
        to: '2026-10-05',
        total: Money.parse('2'),
        createdBy: 'root',
      },
    });
    expect(made.state.events).toMatchObject([
      { action: 'provider_bill.import', details: { 'after.total': '2', 'after.version': 1 } },
    ]);
  });

  it('takes lines of a day that has begun anywhere, and none of one that is to come', async () => {
    expect((await bring(world(), { ...BILL, rows: [{ ...ROW, day: '2026-11-02' }] })).added).toBe(true);
    const tomorrow = { ...BILL, rows: [ROW, { ...ROW, day: '2026-11-03' }] };
    await expect(bring(world(), tomorrow)).rejects.toMatchObject({
      code: 'validation_error',
      facts: { field: 'day', line: 2 },
    });
  });

  it('again changes nothing, in another form or order either', async () => {
    const made = world();
    const { bill } = await bring(made);
    const csv = 'provider,model,day,cost\nacme,large-2026,2026-10-05,0.5\nacme,large-2026,2026-10-01,1.50\n';
    expect(await bring(made, { name: 'acme 2026-10', csv })).toEqual({ bill, added: false });
    expect([made.state.providerBills.length, made.state.events.length]).toEqual([1, 1]);
  });

  it('corrected takes the place of the version before; the one before is kept, and may come back', async () => {
    const made = world();
    await bring(made);
    const corrected = await bring(made, { ...BILL, rows: [{ ...ROW, cost: '1.4' }] });
    expect(corrected.bill.version).toBe(2);
    expect((await compare(made)).total.billed).toEqual(Money.parse('1.4'));
    expect((await bring(made)).bill.version).toBe(3);
    expect((await compare(made)).total.billed).toEqual(Money.parse('2'));
    expect(made.state.providerBills).toHaveLength(3);
  });

  it('is refused where another bill has such a line: nothing is counted twice', async () => {
    const made = world();
    await bring(made);
    await expect(bring(made, { name: 'acme again', rows: [{ ...ROW, cost: '9' }] })).rejects.toMatchObject({
      code: 'conflict',
      facts: { bill: 'acme 2026-10', provider: 'acme', model: 'large-2026', day: '2026-10-01' },
    });
    // the same model, by its id here
    await expect(bring(made, { name: 'acme again', rows: [{ ...ROW, model: LARGE }] })).rejects.toMatchObject({
      code: 'conflict',
      facts: { bill: 'acme 2026-10', model: 'large-2026' },
    });
    await bring(made, { name: 'acme again', rows: [{ ...ROW, day: '2026-10-06' }] });
  });

  it.each<[string, AskedProviderBill]>([
    ['cost', { ...BILL, rows: [ROW, { ...ROW, cost: 'much' }] }],
    ['provider', { ...BILL, rows: [{ ...ROW, provider: 'nobody' }] }],
    ['name', { ...BILL, name: ' ' }],
    ['rows', { name: 'x' }],
    ['rows', { ...BILL, csv: 'provider' }],
  ])('with a bad %s keeps nothing: %j', async (field, asked) => {
    const made = world();
    await expect(bring(made, asked)).rejects.toMatchObject({ code: 'validation_error', facts: { field } });
    expect([made.state.providerBills, made.state.events]).toEqual([[], []]);
  });

  it('is for super administrators', async () => {
    await expect(bring(world(), BILL, GRACE)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(compare(world(), {}, GRACE)).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('what providers bill and what is booked', () => {
  it("is compared on the provider's clocks, under the provider's own names", async () => {
    const made = world();
    await bring(made);
    const ours = { requests: 1, estimated: 0, inputTokens: 1, cachedInputTokens: 0, outputTokens: 1 };
    made.providerCosts.costs = [
      { ...ours, providerId: ACME, modelId: LARGE, day: '2026-10-01', cost: Money.parse('1.5') },
    ];
    const found = await compare(made, { provider: 'acme', timeZone: 'America/Los_Angeles' });
    expect(made.providerCosts.asked).toEqual([
      { from: '2026-10-01', to: '2026-11-01', providerId: ACME, timeZone: 'America/Los_Angeles' },
    ]);
    expect(found.lines.map((line) => [line.day, line.model, line.modelIds, line.difference.toString()])).toEqual([
      ['2026-10-01', 'large-2026', [LARGE], '0'],
      ['2026-10-05', 'large-2026', [], '0.5'],
    ]);
  });

  it.each<[string, Partial<AskedDifference>]>([
    ['from', { from: '2026-02-30' }],
    ['to', { to: '2026-10-01' }],
    ['to', { to: '2027-10-03' }],
    ['time_zone', { timeZone: 'Mars' }],
    ['provider', { provider: '?' }],
    ['provider', { provider: 'nobody' }],
  ])('with a wrong %s is refused by name: %j', async (field, asked) => {
    await expect(compare(world(), asked)).rejects.toMatchObject({ code: 'validation_error', facts: { field } });
  });
});
