import { divideHalfEven, Money } from '@radiant/kernel';
import { dayAfter, parseDay } from '../calendar.js';

/** What was billed on one day (YYYY-MM-DD). */
export interface DaySpend {
  readonly day: string;
  readonly billed: Money;
}

export interface Forecast {
  /** Billed in the month so far. */
  readonly spent: Money;
  /** What the month comes to: `spent` and what the method expects of the rest. */
  readonly expected: Money;
  /** Complete days that it rests on. */
  readonly days: number;
  /** Whether days of the week are told apart: from two whole weeks on. */
  readonly byWeekday: boolean;
}

/** How many complete days before today are looked at: four weeks, so that each day of the week is there alike. */
export const FORECAST_DAYS = 28;
const WHOLE_WEEKS = 14;
const DAYS_OF_A_WEEK = 7;

/** In so many words, for the answer that shows it. */
export const FORECAST_METHOD =
  'A straight line (least squares) through the last 28 complete days since the first use, each divided by the factor of ' +
  'its day of the week (its mean over the mean of all, from 14 days on); the line times the factor is what the days left ' +
  'are expected to cost, never below zero, and today at least what it cost already.';

/**
 * @param history complete days, without a gap, the last of them yesterday; what is before the first use is left out.
 * @param month billed on the month's days before today.
 * @param today its day, and what was billed on it so far. @param end the first day after the month.
 */
export function forecastMonth(history: readonly DaySpend[], month: Money, today: DaySpend, end: string): Forecast {
  const first = history.findIndex(({ billed }) => billed.picos !== 0n);
  const used = first < 0 ? [] : history.slice(first).slice(-FORECAST_DAYS);
  const spent = month.plus(today.billed);
  if (used.length === 0) return { spent, expected: spent, days: 0, byWeekday: false };
  const factors = used.length >= WHOLE_WEEKS ? weekdayFactors(used) : undefined;
  const mean = sum(used) / BigInt(used.length);
  const line = fitted(used.map(({ day, billed }) => withoutWeekday(billed.picos, mean, factors?.get(weekday(day)))));
  let expected = month;
  for (let x = used.length, day = today.day; day < end; x += 1, day = dayAfter(day)) {
    const usual = withWeekday(line(x), factors?.get(weekday(day)));
    expected = expected.plus(day === today.day ? larger(usual, today.billed) : usual);
  }
  return { spent, expected, days: used.length, byWeekday: factors !== undefined };
}

/** Mean of a day of the week over the mean of all days, as a fraction of whole numbers. */
interface Factor {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

function weekdayFactors(days: readonly DaySpend[]): ReadonlyMap<number, Factor> {
  const all = sum(days);
  return new Map(
    Array.from({ length: DAYS_OF_A_WEEK }, (_, index) => {
      const own = days.filter(({ day }) => weekday(day) === index);
      return [index, { numerator: sum(own) * BigInt(days.length), denominator: all * BigInt(own.length) }];
    }),
  );
}

/** On a day of the week that never costs anything nothing is to be learnt: it counts as the mean. */
function withoutWeekday(picos: bigint, mean: bigint, factor: Factor | undefined): bigint {
  if (factor === undefined) return picos;
  return factor.numerator === 0n ? mean : divideHalfEven(picos * factor.denominator, factor.numerator);
}

const withWeekday = (picos: bigint, factor: Factor | undefined): Money =>
  Money.ofPicos(factor === undefined ? picos : divideHalfEven(picos * factor.numerator, factor.denominator));

/** The least-squares line through the points (0, values[0]), (1, values[1]) …, in whole picos and never below zero. */
function fitted(values: readonly bigint[]): (x: number) => bigint {
  const n = BigInt(values.length);
  const sumX = (n * (n - 1n)) / 2n;
  const sumXx = (n * (n - 1n) * (2n * n - 1n)) / 6n;
  const sumY = values.reduce((total, value) => total + value, 0n);
  const sumXy = values.reduce((total, value, x) => total + value * BigInt(x), 0n);
  const spread = n * sumXx - sumX * sumX;
  if (spread === 0n) return () => sumY / n;
  const rise = n * sumXy - sumX * sumY;
  return (x) => {
    const value = divideHalfEven(sumY * spread + (n * BigInt(x) - sumX) * rise, n * spread);
    return value < 0n ? 0n : value;
  };
}

function weekday(day: string): number {
  const { year, month, day: ofMonth } = parseDay('day', day);
  return new Date(Date.UTC(year, month, ofMonth)).getUTCDay();
}

const sum = (days: readonly DaySpend[]): bigint => days.reduce((total, { billed }) => total + billed.picos, 0n);
const larger = (a: Money, b: Money): Money => (a.compare(b) > 0 ? a : b);
