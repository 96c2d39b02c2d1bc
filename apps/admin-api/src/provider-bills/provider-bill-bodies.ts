import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { OneOf, Text, TextField } from '@radiant/nest-kit';
import { IsArray, IsObject, Matches, ValidateIf } from 'class-validator';
import { PageQuery } from '../paging.js';

const ROW = {
  type: 'object',
  additionalProperties: false,
  required: ['provider', 'model', 'day', 'cost'],
  properties: {
    provider: { type: 'string', description: 'The id of a provider.' },
    model: { type: 'string', description: "The provider's own name of the model, or its id here." },
    day: { type: 'string', format: 'date' },
    input_tokens: { type: 'integer', minimum: 0, description: 'Prompt tokens, cached ones included.' },
    cached_input_tokens: { type: 'integer', minimum: 0 },
    output_tokens: { type: 'integer', minimum: 0 },
    cost: { type: 'string', description: 'Decimal USD as text, below zero for a credit.' },
  },
};

export class ProviderBillBody {
  @TextField(1, 200, {
    example: 'acme 2026-10',
    description: 'What the bill is called. One of the same name takes the place of the version before.',
  })
  readonly name!: string;

  @TextField(1, 4_000_000, {
    optional: true,
    description:
      'The bill as CSV. Its first line names the columns: provider, model, day, cost, and where they are known ' +
      'input_tokens, cached_input_tokens, output_tokens. Up to 50,000 rows.',
  })
  readonly csv?: string;

  @ApiPropertyOptional({
    type: 'array',
    items: ROW as object,
    description: 'In the place of `csv`, which takes longer bills: some 12,000 rows at most.',
  })
  @ValidateIf((_, value) => value !== undefined) // null is no list
  @IsArray()
  @IsObject({ each: true, message: 'each of $property must be an object' })
  readonly rows?: object[];
}

const Day = (example: string, description: string): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: 'string', format: 'date', example, description }),
    Matches(/^\d{4}-\d{2}-\d{2}$/, { message: '$property must be a day such as 2026-10-01' }),
  );

export class BillDifferenceQuery extends PageQuery {
  @Text()
  readonly provider?: string;

  @Day('2026-10-01', 'The first day,')
  readonly from!: string;

  @Day('2026-11-01', 'and the first day after.')
  readonly to!: string;

  @Text()
  readonly time_zone?: string;

  @OneOf(['json', 'csv'])
  readonly format: 'json' | 'csv' = 'json';
}
