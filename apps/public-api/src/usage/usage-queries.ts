import { ApiPropertyOptional } from '@nestjs/swagger';
import { TAG_KEY_GROUP, USAGE_GROUPS, type Period, type UsageGroup } from '@radiant/billing';
import { DomainError, type Instant } from '@radiant/kernel';
import { instantOf, Moment, WholeNumber } from '@radiant/nest-kit';
import { IsOptional, Matches } from 'class-validator';

const GROUP = new RegExp(`^(${USAGE_GROUPS.join('|')})$|${TAG_KEY_GROUP.source}`);

export class PeriodQuery {
  @Moment('First moment; the beginning of the current month (UTC) when neither date is given.')
  readonly from?: string;

  @Moment('First moment after the period; now when it is not given.')
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

/** The period of a query. @throws DomainError `validation_error` when it ends before it begins. */
export function periodOf(query: PeriodQuery, now: Instant): Period {
  const today = new Date(now);
  const period: Period = {
    from: query.from === undefined ? Date.UTC(today.getUTCFullYear(), today.getUTCMonth()) : instantOf(query.from),
    to: query.to === undefined ? now + 1 : instantOf(query.to),
  };
  if (period.from > period.to)
    throw new DomainError('validation_error', 'from must not be after to', { field: 'from' });
  return period;
}
