import { budgetPeriod } from '@radiant/billing';
import { Money, type Instant } from '@radiant/kernel';
import type { Judgement } from './judge-departure.js';
import type { PreviewCounts, PreviewDay } from './preview.js';

/** Adds up one day, or all days: its size does not grow with the calls. */
class Counter {
  departures = 0;
  baaRequired = 0;
  phiPolicyBlocked = 0;
  letThrough = 0;
  readonly newlyHidden = new Map<string, number>();
  readonly newlyExposed = new Map<string, number>();
  billedCalls = 0;
  billed = Money.zero;
  overCalls = 0;
  overBilled = Money.zero;

  get counts(): PreviewCounts {
    return {
      departures: this.departures,
      refused: { baaRequired: this.baaRequired, phiPolicyBlocked: this.phiPolicyBlocked },
      letThrough: this.letThrough,
      newlyHidden: byName(this.newlyHidden),
      newlyExposed: byName(this.newlyExposed),
      billedCalls: this.billedCalls,
      billed: this.billed,
      overBudget: { calls: this.overCalls, billed: this.overBilled },
    };
  }
}

/** Counts by day of a time zone, and in all. */
export class PreviewCounter {
  private readonly all = new Counter();
  private readonly byDay = new Map<Instant, Counter>();
  private today: { readonly from: Instant; readonly to: Instant; readonly counter: Counter } | undefined;

  constructor(private readonly timeZone: string) {}

  departure(at: Instant, { refusal, newlyHidden, newlyExposed }: Judgement): void {
    this.count(at, (counter) => {
      counter.departures += 1;
      if (refusal === 'baa_required') counter.baaRequired += 1;
      if (refusal === 'phi_policy_blocked') counter.phiPolicyBlocked += 1;
      for (const [category, count] of newlyHidden) add(counter.newlyHidden, category, count);
      for (const [category, count] of newlyExposed) add(counter.newlyExposed, category, count);
    });
  }

  letThrough(at: Instant): void {
    this.count(at, (counter) => {
      counter.letThrough += 1;
    });
  }

  billed(at: Instant, amount: Money, overBudget: boolean): void {
    this.count(at, (counter) => {
      counter.billedCalls += 1;
      counter.billed = counter.billed.plus(amount);
      if (!overBudget) return;
      counter.overCalls += 1;
      counter.overBilled = counter.overBilled.plus(amount);
    });
  }

  get total(): PreviewCounts {
    return this.all.counts;
  }

  get days(): readonly PreviewDay[] {
    return [...this.byDay]
      .sort(([a], [b]) => a - b)
      .map(([start, counter]) => ({ day: dayOf(start, this.timeZone), ...counter.counts }));
  }

  private count(at: Instant, change: (counter: Counter) => void): void {
    change(this.all);
    change(this.counterAt(at));
  }

  /** Rows come in order, so the day is looked up once a day. */
  private counterAt(at: Instant): Counter {
    if (this.today && at >= this.today.from && at < this.today.to) return this.today.counter;
    const { from, to } = budgetPeriod('day', at, this.timeZone);
    const counter = this.byDay.get(from) ?? new Counter();
    this.byDay.set(from, counter);
    this.today = { from, to, counter };
    return counter;
  }
}

const add = (counts: Map<string, number>, name: string, count: number): void =>
  void counts.set(name, (counts.get(name) ?? 0) + count);

const byName = (counts: ReadonlyMap<string, number>): Readonly<Record<string, number>> =>
  Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));

/** The date that the clocks of the zone show: Swedish writes it as ISO 8601 does. */
const dayOf = (moment: Instant, timeZone: string): string =>
  new Intl.DateTimeFormat('sv', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(moment);
