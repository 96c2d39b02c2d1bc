import { ApiPropertyOptional } from '@nestjs/swagger';
import { EachNested, TextField, TextListField, WholeNumberField } from '@radiant/nest-kit';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsObject, IsOptional, IsUUID, ValidateNested } from 'class-validator';
import { BudgetBody } from '../budgets/budget-bodies.js';

const MOST_AGREEMENTS = 100;

export class ProposedAgreementBody {
  @TextField(1, 200, { example: 'demo' })
  readonly provider_id!: string;

  @TextField(1, 200, { optional: true, description: 'Without it: every model of the provider.' })
  readonly model_id?: string;

  @TextField(1, 63, { optional: true, description: 'Without it: wherever the provider computes.' })
  readonly region?: string;

  @TextListField(10, { example: ['chat', 'embeddings'], description: '`chat`, `embeddings`: what it covers.' })
  readonly services!: string[];
}

export class ProposedAgreementsBody {
  @ApiPropertyOptional({ type: [String], format: 'uuid', description: 'Ids of agreements that would end.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_AGREEMENTS)
  @IsUUID(undefined, { each: true, message: 'each of $property must be a UUID' })
  readonly end?: string[];

  @ApiPropertyOptional({ type: [ProposedAgreementBody], description: 'As if they had been in force all the time.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_AGREEMENTS)
  @EachNested(() => ProposedAgreementBody)
  readonly add?: ProposedAgreementBody[];
}

export class PreviewBody {
  @WholeNumberField(1, 90, { optional: true, example: 30, description: '30 without it.' })
  readonly days?: number;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    description: "As a tenant's `phi_config`, whole. Null: the platform's default policy. Without it: as it is.",
  })
  @IsOptional()
  @IsObject()
  readonly phi_config?: Record<string, unknown> | null;

  @ApiPropertyOptional({ type: ProposedAgreementsBody })
  @IsOptional()
  @IsObject({ message: '$property must be an object with end or add' })
  @ValidateNested()
  @Type(() => ProposedAgreementsBody)
  readonly agreements?: ProposedAgreementsBody;

  @ApiPropertyOptional({ type: BudgetBody })
  @IsOptional()
  @IsObject({ message: '$property must be an object such as {"period":"month","limit":"250.00"}' })
  @ValidateNested()
  @Type(() => BudgetBody)
  readonly budget?: BudgetBody;
}
