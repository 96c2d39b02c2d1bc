import { bounded } from '../bounded.js';
import { isCapital } from '../place-form.js';
import { words, type Find, type Rule, type Scene, type Span } from '../rule.js';

const ENGLISH_MONTHS = words(`january february march april may june july august september october november december
jan feb mar apr jun jul aug sep sept oct nov dec`);
const SPANISH_MONTHS = words(`enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre
diciembre ene abr ago dic`);
const MORE_MONTHS =
  words(`janvier février fevrier mars avril mai juin juillet août septembre octobre novembre décembre januar
februar märz juni juli oktober dezember gennaio febbraio marzo aprile maggio giugno luglio settembre ottobre dicembre
janeiro fevereiro março maio junho julho setembro outubro dezembro januari februari maart mei augustus`);
const MONTHS: readonly string[] = [...new Set([...ENGLISH_MONTHS, ...SPANISH_MONTHS, ...MORE_MONTHS])];
const MONTH = `(?:${[...MONTHS].sort((a, b) => b.length - a.length).join('|')})(?![\\p{L}\\d])\\.?`;
const TIME = '(?:[t ]\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?(?:z|[+-]\\d{2}:?\\d{2})?)?';
const YEAR = '(?:1[89]|20)\\d{2}(?!\\d)';
const DAY = '\\d{1,2}(?:st|nd|rd|th|º|°|er)?(?!\\d)';
const DAYS = `${DAY}(?:\\s?(?:-|to|and|y|al?|through)\\s?${DAY})?`;

const yearFirst = bounded(`(\\d{4})(\\s?[-/.]\\s?)(\\d{1,2})\\2(\\d{1,2})(?!\\d|[-/]\\d)${TIME}`, 'uy');
const yearLast = bounded(`(\\d{1,2})(\\s?[-/.]\\s?)(\\d{1,2})\\2(\\d{4}|\\d{2})(?!\\d|[-/]\\d|\\.\\d)`, 'uy');
const dayMonth = bounded(
  `${DAYS}(?:[\\s.,-]{0,2}(?:of |de |del? mes de )?)${MONTH}(?:,?(?:[\\s/-]{1,2}| del? (?:año )?| of )(?:${YEAR}|'?\\d{2}(?![\\d:])))?`,
  'uy',
);
const monthDay = bounded(
  `${MONTH}[\\s-]{1,2}(?:the )?${DAYS}(?:,?[\\s-]{1,2}(?:of )?(?:${YEAR}|'\\d{2}(?!\\d)))?(?![\\d%]|\\.\\d)`,
  'uy',
);
const monthYear = bounded(`${MONTH},?(?:[\\s/-]{1,2}(?:of |del? )?|'\\s?|\\s')(?:${YEAR}|(?<=')\\d{2}(?!\\d))`, 'uy');
const MONTH_INSIDE = bounded(MONTH, 'u');
/** What follows a number that is a month's day no more: "may 5 mg". */
const MEASURE = bounded('\\s?(?:mg|mcg|ml|g|kg|%|patients|cases|percent|times|months|weeks|days|years|hours)\\b', 'y');

const possible = (month: number, day: number): boolean =>
  month >= 1 && day >= 1 && month <= 31 && day <= 31 && (month <= 12 || day <= 12);

/** "2021-03-04T10:00Z", "03/04/2021", "4.3.2021", "5 May 2021", "12 de mayo de 2019". */
function numeric({ text, lower }: Scene, start: number, end: number): Span | undefined {
  const length = end - start;
  if (length === 4) {
    yearFirst.lastIndex = start;
    const parts = yearFirst.exec(lower);
    if (!parts || !/^(?:1[89]|20|21)/.test(lower.slice(start, end)) || isJoined(text, start)) return undefined;
    return possible(Number(parts[3]), Number(parts[4])) ? { start, end: yearFirst.lastIndex } : undefined;
  }
  if (length > 2) return undefined;
  const next = lower.charCodeAt(end);
  if (next === 0x2f || next === 0x2d || next === 0x2e || next === 0x20) {
    yearLast.lastIndex = start;
    const parts = yearLast.exec(lower);
    if (parts && !isJoined(text, start)) {
      const [, first, sign = '', second, year = ''] = parts;
      const sure = year.length === 4 || sign.includes('/') || (sign === '-' && !(first === '1' && second === '2'));
      if (sure && possible(Number(first), Number(second))) return { start, end: yearLast.lastIndex };
    }
  }
  dayMonth.lastIndex = start;
  if (!dayMonth.test(lower) || Number(lower.slice(start, end)) > 31 || isJoined(text, start)) return undefined;
  const stop = dayMonth.lastIndex;
  const value = lower.slice(start, stop);
  if (/\bmay\b|\bmar\b|\bago\b|\bene\b/.test(value) && !/\d{4}$|-/.test(value)) {
    const at = start + (MONTH_INSIDE.exec(value)?.index ?? 0);
    if (!isCapital(text, lower, at)) return undefined; // "in 5 may improve", "3 years ago"
  }
  return { start, end: withoutStop(text, stop) };
}

/** A number that goes on to the left is no date: "1.3.4.2020", "12-3/4/20". */
const isJoined = (text: string, start: number): boolean =>
  start > 1 &&
  '-./:$'.includes(text.charAt(start - 1)) &&
  (text.charAt(start - 1) === ':' ? /\d/ : /[\d\p{L}]/u).test(text.charAt(start - 2));

const withoutStop = (text: string, end: number): number => (text.charAt(end - 1) === '.' ? end - 1 : end);

const RECENT = bounded('(?:last|this|next|early|late|mid)[ -]$', '');

/** "last December", "this Friday", from the word in front on. */
function recent(lower: string, start: number, end: number): Span | undefined {
  const lead = RECENT.exec(lower.slice(Math.max(0, start - 8), start))?.[0];
  return lead === undefined ? undefined : { start: start - lead.length, end };
}

/** "May 5th, 2020", "last December", "March 3", "January 2021", "mayo de 2013". */
const named: Find = ({ text, lower }, start, end) => {
  const word = lower.slice(start, end);
  const capital = isCapital(text, lower, start);
  monthYear.lastIndex = start;
  if (monthYear.test(lower)) return { start, end: monthYear.lastIndex };
  monthDay.lastIndex = start;
  if (!monthDay.test(lower)) return capital ? recent(lower, start, end) : undefined;
  const stop = monthDay.lastIndex;
  MEASURE.lastIndex = stop;
  const hasYear = /\d{4}$/.test(lower.slice(start, stop));
  if (!hasYear && (MEASURE.test(lower) || (!capital && (word.length < 5 || word === 'march')))) return undefined;
  return { start, end: stop };
};

const dayAndMonth = bounded('(\\d{1,2})/(\\d{1,2})(?![\\d/%.]|\\s?(?:mg|tab|dose|strength|ml|point|stars?))', 'y');

/** "on 3/14": a day without a year needs the word that leads to it. */
const spoken: Find = ({ lower }, _start, end) => {
  const from = lower.startsWith(': ', end) ? end + 2 : end + 1;
  if (lower.charAt(from - 1) !== ' ') return undefined;
  dayAndMonth.lastIndex = from;
  const parts = dayAndMonth.exec(lower);
  if (!parts || !possible(Number(parts[1]), Number(parts[2])) || Number(parts[1]) > 12) return undefined;
  return { start: from, end: dayAndMonth.lastIndex };
};

const WEEKDAYS = words('monday tuesday wednesday thursday friday saturday sunday');
const weekday: Find = ({ lower }, start, end) => recent(lower, start, end);

export const DATE_RULES: readonly Rule[] = [
  { name: 'date.weekday', category: 'DATE', confidence: 0.6, words: WEEKDAYS, find: weekday },
  { name: 'date.numeric', category: 'DATE', confidence: 0.9, digits: true, lengths: [1, 4], find: numeric },
  { name: 'date.named', category: 'DATE', confidence: 0.9, words: MONTHS, find: named },
  {
    name: 'date.spoken',
    category: 'DATE',
    confidence: 0.7,
    words: words('on dated since until seen admitted discharged appt appointment'),
    find: spoken,
  },
];
