import { DomainError, type Instant } from '@radiant/kernel';

/** The last moment of the year 9999: what ISO 8601 and the databases can write without more digits. */
const LAST_INSTANT = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
const LONGEST_NAME = 200;
const SHORTEST_REASON = 10;
const LONGEST_REASON = 500;
const CONTROL = /[\u0000-\u001f\u007f]/;

/** Every check here throws it. @param field as the API has it, in snake_case. */
export const invalid = (field: string, expected: string): DomainError =>
  new DomainError('validation_error', `${field} must be ${expected}`, { field });

/** A name of 1 to 200 characters, without white space around it. */
export function checkedName(field: string, value: string): string {
  const name = value.trim();
  if (name.length < 1 || name.length > LONGEST_NAME || CONTROL.test(name)) {
    throw invalid(field, `1 to ${LONGEST_NAME} characters without control characters`);
  }
  return name;
}

/**
 * A reason of at most 500 characters, without white space around it.
 * @param shortest what is done once in a long while wants a sentence; re-identifying, which is daily work, a word.
 */
export function checkedReason(field: string, value: string, shortest = SHORTEST_REASON): string {
  const reason = value.trim();
  if (reason.length < shortest || reason.length > LONGEST_REASON || reason.includes('\0')) {
    throw invalid(field, `${shortest} to ${LONGEST_REASON} characters`);
  }
  return reason;
}

/** A whole number from `least` to `most`. */
export function checkedInteger(field: string, value: number, least: number, most = Number.MAX_SAFE_INTEGER): number {
  if (!Number.isSafeInteger(value) || value < least || value > most) {
    throw invalid(
      field,
      most === Number.MAX_SAFE_INTEGER ? `a whole number from ${least} on` : `a whole number from ${least} to ${most}`,
    );
  }
  return value;
}

export function checkedChoice<Choice extends string>(field: string, value: string, choices: readonly Choice[]): Choice {
  const found = choices.find((choice) => choice === value);
  if (found === undefined) throw invalid(field, `one of ${choices.join(', ')}`);
  return found;
}

/** A moment after `now`. */
export function checkedFuture(field: string, value: Instant, now: Instant): Instant {
  if (!Number.isSafeInteger(value) || value <= now || value > LAST_INSTANT) throw invalid(field, 'in the future');
  return value;
}

/** A period, `from` and `to`, that has an end after its beginning; either may be open. */
export function checkedPeriod(from: Instant | undefined, to: Instant | undefined): void {
  for (const [field, instant] of Object.entries({ from, to })) {
    if (instant === undefined) continue;
    if (!Number.isSafeInteger(instant) || instant < 0 || instant > LAST_INSTANT) {
      throw invalid(field, 'a moment from 1970 to 9999');
    }
  }
  if (from !== undefined && to !== undefined && to <= from) throw invalid('to', 'after from');
}

/** What a parser of ids says, under the API's name of the field. */
export function checkedId<Id>(field: string, value: string, parse: (text: string) => Id): Id {
  try {
    return parse(value);
  } catch {
    throw invalid(field, '1 to 200 letters, digits or . _ : / @ -, beginning with a letter or digit');
  }
}

/** A change that changes something. */
export function checkedChange(change: object): void {
  if (Object.values(change).every((value) => value === undefined)) {
    throw new DomainError('validation_error', 'the change must name one field at least');
  }
}

/** The value after a change: undefined leaves it as it is, null takes it away. */
export function replaced<Value, Given = Value>(
  before: Value | undefined,
  given: Given | null | undefined,
  check: (value: Given) => Value,
): Value | undefined {
  if (given === undefined) return before;
  return given === null ? undefined : check(given);
}
