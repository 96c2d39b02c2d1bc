import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { USAGE_EXPORT_FORMATS, type UsageExportFormat } from '@radiant/billing';
import type { AskedCosts } from '@radiant/governance';
import { OneOf, Text, WithoutNul } from '@radiant/nest-kit';
import { IsOptional, Matches } from 'class-validator';
import { PageLimit, PageNumber, type PageQuery } from '../paging.js';

/**
 * An optional text of a stated form in a query. @param expected completes `<field> must be …`.
 * @param shown `example` is what the documentation's page asks for unless it is taken out: none where it would exclude another.
 */
const Patterned = (
  pattern: RegExp,
  expected: string,
  shown: { readonly example?: string; readonly description?: string },
): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({ type: 'string', pattern: pattern.source, ...shown }),
    IsOptional(),
    Matches(pattern, { message: `$property must be ${expected}` }),
  );

const Day = (description: string): PropertyDecorator =>
  Patterned(/^\d{4}-\d{2}-\d{2}$/, 'a day such as 2026-10-01', { description });

export class CostsQuery {
  @Patterned(/^\d{4}-\d{2}$/, 'a month such as 2026-10', {
    example: '2026-10',
    description: "In the tenant's time zone; else the current one.",
  })
  readonly month?: string;

  @Day('In the place of a month: the first day, such as 2026-10-01')
  readonly from?: string;

  @Day('and the first day after.')
  readonly to?: string;

  @Text()
  readonly app_id?: string;

  @Text()
  readonly user_id?: string;

  @Text()
  readonly api_key_id?: string;

  @Text()
  readonly model_id?: string;

  @Text()
  readonly provider_id?: string;

  @Patterned(/^[^=]{1,64}=.{1,200}$/, 'key=value', { description: 'Such as cost_center=cardiology' })
  @WithoutNul()
  readonly tag?: string;
}

export class CostReportQuery extends CostsQuery implements PageQuery {
  @PageNumber()
  readonly page: number = 1;

  @PageLimit()
  readonly limit: number = 50;

  @Patterned(
    /^[a-z_]+(:[A-Za-z0-9._-]+)?(,[a-z_]+(:[A-Za-z0-9._-]+)?)*$/,
    'groups separated by commas, e.g. model,tag:cost_center',
    {
      example: 'model,day',
      description:
        'Up to four of tenant, app, user, key, model, provider, day, request_type, tag (each key=value), tag:<key> (its values).',
    },
  )
  readonly group_by?: string;

  @OneOf(['json', 'csv'])
  readonly format: 'json' | 'csv' = 'json';
}

export class ChargebackQuery extends CostsQuery {
  @Patterned(/^(app|user|key|tag:[A-Za-z0-9._-]+)$/, 'app, user, key or tag:<key>', { example: 'tag:department' })
  readonly by: string = 'app';

  @OneOf(['json', 'csv'])
  readonly format: 'json' | 'csv' = 'json';
}

export class UsageExportQuery extends CostsQuery {
  @OneOf(USAGE_EXPORT_FORMATS)
  readonly format: UsageExportFormat = 'csv';
}

export const askedOf = (query: CostsQuery): AskedCosts => ({
  month: query.month,
  from: query.from,
  to: query.to,
  filter: {
    appId: query.app_id,
    userId: query.user_id,
    apiKeyId: query.api_key_id?.toLowerCase(),
    modelId: query.model_id,
    providerId: query.provider_id,
    tag: query.tag,
  },
});
