import { applyDecorators } from '@nestjs/common';
import type { Instant } from '@radiant/kernel';
import { IsISO8601, Matches } from 'class-validator';

const MOMENT = /^\d{4}(-\d{2}(-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?)?)?$/;
const WITHOUT_OFFSET = /[T ][\d:.]+$/;
const message =
  '$property must be an ISO 8601 date or date and time, e.g. 2026-01-31 or 2026-01-31T09:30:00Z; without an offset it is UTC';

/** A day that is in the calendar, in a form that `instantOf` reads: ISO 8601 has weeks, days of the year and more besides. */
export const IsMoment = (): PropertyDecorator =>
  applyDecorators(Matches(MOMENT, { message }), IsISO8601({ strict: true }, { message }));

/** The moment of a text that `IsMoment` let pass; without an offset it is UTC, whatever the clock of the machine says. */
export const instantOf = (text: string): Instant =>
  Date.parse((WITHOUT_OFFSET.test(text) ? `${text}Z` : text).replace(' ', 'T'));
