import { ApiPropertyOptional } from '@nestjs/swagger';
import { BUDGET_PERIODS, BUDGET_SCOPES } from '@radiant/billing';
import { BUDGET_LIMIT, BUDGET_LIMIT_FORM, type AskedBudget } from '@radiant/governance';
import { ChoiceField, FlagField, PatternField, TextField } from '@radiant/nest-kit';
import { Type } from 'class-transformer';
import { IsObject, IsOptional, ValidateNested } from 'class-validator';

export class BudgetScopeBody {
  @ChoiceField(BUDGET_SCOPES, { example: 'app' })
  readonly type!: string;

  @TextField(1, 200, {
    optional: true,
    nullable: true,
    example: 'thinktank',
    description: 'The id of the app, user or API key, or a tag such as `team=cardiology`.',
  })
  readonly value?: string | null;
}

export class BudgetBody {
  @ChoiceField(BUDGET_PERIODS, { description: "A calendar day or month in the tenant's time zone." })
  readonly period!: string;

  @PatternField(BUDGET_LIMIT, BUDGET_LIMIT_FORM, { example: '250.00' })
  readonly limit!: string;

  @ChoiceField(['USD'], { optional: true, description: 'All amounts are USD.' })
  readonly currency?: string;

  @FlagField({
    optional: true,
    description: 'true (the default) refuses calls that could exceed it; false only raises alerts.',
  })
  readonly hard?: boolean;

  @ApiPropertyOptional({ type: BudgetScopeBody, description: 'Without it: every call of the tenant.' })
  @IsOptional()
  @IsObject({ message: '$property must be an object such as {"type":"app","value":"thinktank"}' })
  @ValidateNested()
  @Type(() => BudgetScopeBody)
  readonly scope?: BudgetScopeBody;
}

/** Hard unless it says otherwise. */
export const budgetAsked = ({ period, limit, hard = true, scope }: BudgetBody): AskedBudget => ({
  period,
  limit,
  hard,
  ...(scope && { scope: { type: scope.type, ...(typeof scope.value === 'string' && { value: scope.value }) } }),
});
