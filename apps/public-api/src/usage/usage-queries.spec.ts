import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@radiant/kernel';
import { periodOf, type PeriodQuery } from './usage-queries.js';

/** An hour into December in Brisbane (UTC+10), and November elsewhere. */
const NOW = Date.UTC(2026, 10, 30, 15);
const DAY_MS = 86_400_000;
const of = (query: PeriodQuery) => periodOf(query, NOW, async () => 'Australia/Brisbane');

describe('the period of a query', () => {
  it('is the current month of the tenant when no date is given', async () => {
    expect(await of({})).toEqual({ from: Date.UTC(2026, 10, 30, 14), to: NOW + 1 });
  });

  it('is everything before a date that is given alone', async () => {
    expect(await of({ to: '2026-11-15T00:00:00Z' })).toEqual({ from: 0, to: Date.UTC(2026, 10, 15) });
  });

  it("begins and ends with days of the tenant's clocks, as a report of the same days does", async () => {
    const october = { from: Date.UTC(2026, 8, 30, 14), to: Date.UTC(2026, 9, 31, 14) };
    expect(await of({ from: '2026-10-01', to: '2026-11-01' })).toEqual(october);
    expect(await periodOf({ from: '2026-10-25', to: '2026-10-26' }, NOW, async () => 'Europe/Berlin')).toEqual({
      from: Date.UTC(2026, 9, 24, 22),
      to: Date.UTC(2026, 9, 25, 23),
    });
  });

  it('is what both dates say, or one from then until now', async () => {
    const from = '2026-11-29T15:00:00Z';
    expect(await of({ from })).toEqual({ from: NOW - DAY_MS, to: NOW + 1 });
    expect(await of({ from, to: from })).toEqual({ from: NOW - DAY_MS, to: NOW - DAY_MS });
  });

  it.each([
    [{ from: '2026-12-02' }, 'from must not be after now, or to must be given'],
    [{ from: '2026-11-02', to: '2026-11-01' }, 'from must not be after to'],
  ])('is refused when it ends before it begins: %j', async (query, message) => {
    const refused = of(query);
    await expect(refused).rejects.toBeInstanceOf(DomainError);
    await expect(refused).rejects.toMatchObject({ code: 'validation_error', message, facts: { field: 'from' } });
  });
});
