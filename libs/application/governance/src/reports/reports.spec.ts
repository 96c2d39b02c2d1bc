import { describe, expect, it } from '@jest/globals';
import { centsText } from '@radiant/billing';
import { ChargeBack, ForecastCosts, ReportCosts } from '../index.js';
import { of } from '../testing/case.js';
import { CLINIC, GRACE, HOSPITAL, ROOT } from '../testing/people.js';
import { World } from '../testing/world.js';

const SLICE = { limit: 10, offset: 0 };
const reporting = (world: World) => new ReportCosts(...of(world), world.costs);

describe('a cost report', () => {
  it("is of the current month in the tenant's time zone, unless it says otherwise", async () => {
    const world = new World(); // 15 January 2026
    await reporting(world).execute(GRACE, CLINIC, {}, ['model', 'tag:cost_center'], SLICE);
    await reporting(world).execute(GRACE, CLINIC, { from: '2025-12-31', to: '2026-01-02' }, [], SLICE);
    expect(world.costs.asked.map(({ query: { from, to }, groupBy }) => [from, to, groupBy])).toEqual([
      ['2026-01-01', '2026-02-01', ['model', 'tag:cost_center']],
      ['2025-12-31', '2026-01-02', []],
    ]);
  });

  it('of all tenants is for super administrators, and stands in the trail of their own', async () => {
    const world = new World();
    const asked = reporting(world).execute(GRACE, undefined, {}, ['tenant'], SLICE);
    await expect(asked).rejects.toMatchObject({ code: 'forbidden' });
    await reporting(world).execute(ROOT, undefined, {}, ['tenant'], SLICE);
    expect(world.costs.asked).toMatchObject([{ scope: 'all' }]);
    expect(world.eventsOf(HOSPITAL)).toMatchObject([{ action: 'report.read', details: { all_tenants: true } }]);
  });

  it.each([['planet'], ['tag:'], ['tag:no key'], ['model', 'model'], ['model', 'app', 'user', 'key', 'day']])(
    'by %s %s is refused',
    async (...groups) => {
      await expect(reporting(new World()).execute(GRACE, CLINIC, {}, groups, SLICE)).rejects.toMatchObject({
        code: 'validation_error',
        facts: { field: 'group_by' },
      });
    },
  );
});

describe('a chargeback', () => {
  it('shares out whole cents that add up', async () => {
    const world = new World();
    world.costs.groups = [
      ['er', '0.333'],
      ['icu', '0.334'],
      ['none', '0.333'],
    ];
    const charges = await new ChargeBack(...of(world), world.costs).execute(GRACE, CLINIC, {}, 'tag:department');
    expect(charges.map(({ department, cents }) => [department, centsText(cents)])).toEqual([
      ['er', '0.33'],
      ['icu', '0.34'],
      ['none', '0.33'],
    ]);
  });
});

describe('the forecast', () => {
  it('rests on four weeks before today and tells what of them is of this month', async () => {
    const world = new World();
    world.costs.groups = [
      ['2025-12-20', '7'],
      ['2026-01-14', '2'],
      ['2026-01-15', '1'],
    ];
    const forecast = await new ForecastCosts(...of(world), world.costs).execute(GRACE, CLINIC);
    expect(world.costs.asked).toMatchObject([{ query: { from: '2025-12-18', to: '2026-01-16' } }]);
    expect([forecast.month, String(forecast.spent), forecast.days]).toEqual(['2026-01', '3', 26]);
  });
});
