import { ApiPropertyOptional } from '@nestjs/swagger';
import { budgetPeriod, startOfDay, TAG_KEY_GROUP, USAGE_GROUPS, type Period, type UsageGroup } from '@radiant/billing';
import { DomainError, type Instant } from '@radiant/kernel';
import { instantOf, Moment, WholeNumber } from '@radiant/nest-kit';
import { IsOptional, Matches } from 'class-validator';

const GROUP = new RegExp(`^(${USAGE_GROUPS.join('|')})$|${TAG_KEY_GROUP.source}`);

const DAY = /^\d{4}-\d{2}-\d{2}$/;

export class PeriodQuery {
  @Moment("First moment, or a day on the tenant's clocks; the beginning of their month when neither date is given.")
  readonly from?: string;

  @Moment("First moment, or day on the tenant's clocks, after the period; now when it is not given. Alone: all before.")
  readonly to?: string;
}

export class UsageQuery extends PeriodQuery {
  @ApiPropertyOptional({
    type: 'string',
    pattern: GROUP.source,
    example: 'model',
    description: `One of ${USAGE_GROUPS.join(', ')}, or tag:<key>: the values of one tag.`,
  })
  @IsOptional()
  @Matches(GROUP, { message: `$property must be one of ${USAGE_GROUPS.join(', ')}, or tag:<key>` })
  readonly group_by?: UsageGroup;
}

export class UsageRecordsQuery extends PeriodQuery {
  @WholeNumber(1, 1_000_000, 1)
  readonly page: number = 1;

  @WholeNumber(1, 1000, 50)
  readonly limit: number = 50;
}

/**
 * The period of a query.
 * @param timeZone on whose clocks days and the current month are; asked for when one is needed.
 * @throws DomainError `validation_error` when it ends before it begins.
 */
export async function periodOf(query: PeriodQuery, now: Instant, timeZone: () => Promise<string>): Promise<Period> {
  const period: Period = {
    from:
      query.from === undefined ? await firstMoment(query, now, timeZone) : await momentOf('from', query.from, timeZone),
    to: query.to === undefined ? now + 1 : await momentOf('to', query.to, timeZone),
  };
  if (period.from <= period.to) return period;
  const message =
    query.to === undefined ? 'from must not be after now, or to must be given' : 'from must not be after to';
  throw new DomainError('validation_error', message, { field: 'from' });
}

/** A day alone is the tenant's, as in reports and on invoices: the same words are the same calls everywhere. */
async function momentOf(field: string, text: string, timeZone: () => Promise<string>): Promise<Instant> {
  return DAY.test(text) ? startOfDay(field, text, await timeZone()) : instantOf(text);
}

async function firstMoment({ to }: PeriodQuery, now: Instant, timeZone: () => Promise<string>): Promise<Instant> {
  return to === undefined ? budgetPeriod('month', now, await timeZone()).from : 0;
}
