import { calendarDay, type CalendarDay } from './calendar-day.js';
import { readMonth, writeMonth } from './month-names.js';

/** A whole day as somebody wrote it, and how another day would look in that hand. */
export interface WrittenDay {
  readonly day: CalendarDay;
  readonly write: (day: CalendarDay) => string;
}

/** "2021-03-05T10:22Z", "2021/3/5" */
const YEAR_FIRST = /^(\d{4})(\s?[-/.]\s?)(\d{1,2})\2(\d{1,2})([Tt ]\d{2}:\d{2}.{0,30})?$/;
/** "20210305", "20210305102200" */
const COMPACT = /^(\d{4})(\d{2})(\d{2})(\d{4}|\d{6})?$/;
/** "3/5/2021", "03-05-21", "5.3.2021" */
const YEAR_LAST = /^(\d{1,2})(\s?[-/.]\s?)(\d{1,2})\2(\d{4}|\d{2})$/;
/** "March 5th, 2021" */
const MONTH_FIRST = /^(\p{L}{3,10})(\.?[\s-]{1,2}(?:the )?)(\d{1,2})(st|nd|rd|th)?(,?[\s-]{1,2}(?:of )?)(\d{4})$/u;
/** "5 March 2021", "5th of March 2021", "5 de marzo de 2021" */
const DAY_FIRST =
  /^(\d{1,2})(st|nd|rd|th|º|°)?([\s-](?:of |de )?)(\p{L}{3,10})(\.?,?(?:[\s-]| del? | of ))(\d{4}|\d{2})$/u;

/** @param today decides on the century of a year of two digits. @returns undefined unless day, month and year stand there. */
export function readDay(text: string, today: CalendarDay): WrittenDay | undefined {
  return readYearFirst(text) ?? readCompact(text) ?? readYearLast(text, today) ?? readNamed(text, today);
}

function readYearFirst(text: string): WrittenDay | undefined {
  const [, year = '', sign = '', month = '', day = '', time = ''] = YEAR_FIRST.exec(text) ?? [];
  return written(
    calendarDay(Number(year), Number(month), Number(day)),
    (other) => [other.year, ...digits([other.month, other.day], [month, day])].join(sign) + time,
  );
}

function readCompact(text: string): WrittenDay | undefined {
  const [, year = '', month = '', day = '', time = ''] = COMPACT.exec(text) ?? [];
  return written(
    calendarDay(Number(year), Number(month), Number(day)),
    (other) => [other.year, ...digits([other.month, other.day], [month, day])].join('') + time,
  );
}

/** The month comes first, as in America, unless points part the numbers. */
function readYearLast(text: string, today: CalendarDay): WrittenDay | undefined {
  const [, first = '', sign = '', second = '', year = ''] = YEAR_LAST.exec(text) ?? [];
  const dayFirst = sign.includes('.');
  const [month, day] = dayFirst ? [second, first] : [first, second];
  return written(calendarDay(fullYear(year, today), Number(month), Number(day)), (other) => {
    const order = dayFirst ? [other.day, other.month] : [other.month, other.day];
    return [...digits(order, [first, second]), shortYear(other.year, year)].join(sign);
  });
}

function readNamed(text: string, today: CalendarDay): WrittenDay | undefined {
  const monthFirst = MONTH_FIRST.exec(text);
  if (monthFirst) {
    const [, word = '', between = '', day = '', ordinal, link = '', year = ''] = monthFirst;
    const found = readMonth(word);
    if (!found) return undefined;
    return written(calendarDay(Number(year), found.month, Number(day)), (other) => {
      const name = writeMonth(other.month, found.written, word);
      return name + between + padded(other.day, day) + ordinalOf(other.day, ordinal) + link + other.year;
    });
  }
  const [, day = '', ordinal, between = '', word = '', link = '', year = ''] = DAY_FIRST.exec(text) ?? [];
  const found = readMonth(word);
  if (!found) return undefined;
  return written(calendarDay(fullYear(year, today), found.month, Number(day)), (other) => {
    const name = writeMonth(other.month, found.written, word);
    return padded(other.day, day) + ordinalOf(other.day, ordinal) + between + name + link + shortYear(other.year, year);
  });
}

const written = (day: CalendarDay | undefined, write: WrittenDay['write']): WrittenDay | undefined =>
  day && { day, write };

/** With two digits each, where those in `like` all have two. */
const digits = (values: readonly number[], like: readonly string[]): readonly string[] =>
  values.map((value) => String(value).padStart(like.every(({ length }) => length === 2) ? 2 : 1, '0'));

/** With a zero in front where `like` has one. */
const padded = (value: number, like: string): string => String(value).padStart(like.startsWith('0') ? 2 : 1, '0');

/** "21" is 2021 up to today's year, and 1935 after it. */
function fullYear(year: string, today: CalendarDay): number {
  if (year.length !== 2) return Number(year);
  const century = today.year - (today.year % 100);
  return Number(year) + (Number(year) > today.year % 100 ? century - 100 : century);
}

const shortYear = (year: number, like: string): string => (like.length === 2 ? String(year).slice(-2) : String(year));

function ordinalOf(day: number, like: string | undefined): string {
  if (like === undefined || like.length !== 2) return like ?? '';
  if (day >= 11 && day <= 13) return 'th';
  return ['th', 'st', 'nd', 'rd'][day % 10] ?? 'th';
}
