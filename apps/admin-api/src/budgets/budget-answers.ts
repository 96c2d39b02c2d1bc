import { ApiProperty } from '@nestjs/swagger';
import { BUDGET_PERIODS, BUDGET_SCOPES, type BudgetAlert, type BudgetStanding } from '@radiant/billing';
import { Money } from '@radiant/kernel';
import { shown } from '../moments.js';

export class BudgetScopeAnswer {
  @ApiProperty({ enum: [...BUDGET_SCOPES] })
  readonly type!: string;

  @ApiProperty({ type: String, nullable: true })
  readonly value!: string | null;
}

export class BudgetAnswer {
  @ApiProperty({ format: 'uuid' })
  readonly id!: string;

  @ApiProperty({ enum: [...BUDGET_PERIODS] })
  readonly period!: string;

  @ApiProperty({ example: '250', description: 'Decimal USD.' })
  readonly limit!: string;

  @ApiProperty({ example: 'USD' })
  readonly currency!: string;

  @ApiProperty()
  readonly hard!: boolean;

  @ApiProperty()
  readonly scope!: BudgetScopeAnswer;

  @ApiProperty({ example: '12.5', description: 'Billed in the present period.' })
  readonly spent!: string;

  @ApiProperty({ example: '0.25', description: 'What calls under way may cost besides.' })
  readonly held!: string;

  @ApiProperty({ example: '237.25', description: 'What further calls may cost.' })
  readonly left!: string;

  @ApiProperty({ format: 'date-time' })
  readonly periodStart!: string;

  @ApiProperty({ format: 'date-time', description: 'When it resets.' })
  readonly periodEnd!: string;

  @ApiProperty()
  readonly createdBy!: string;

  @ApiProperty({ format: 'date-time' })
  readonly createdAt!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly endedAt!: string | null;
}

export class OneBudgetAnswer {
  @ApiProperty()
  readonly budget!: BudgetAnswer;
}

export class BudgetsAnswer {
  @ApiProperty({ type: [BudgetAnswer] })
  readonly budgets!: readonly BudgetAnswer[];
}

export class BudgetAlertAnswer {
  @ApiProperty({ format: 'uuid' })
  readonly budgetId!: string;

  @ApiProperty({ example: 80, description: '50, 80 or 100.' })
  readonly percent!: number;

  @ApiProperty({ example: '200.01', description: 'Spent when the alert was raised.' })
  readonly spent!: string;

  @ApiProperty({ example: '250' })
  readonly limit!: string;

  @ApiProperty({ format: 'date-time' })
  readonly periodStart!: string;

  @ApiProperty({ format: 'date-time' })
  readonly raisedAt!: string;
}

export class BudgetAlertsAnswer {
  @ApiProperty({ type: [BudgetAlertAnswer] })
  readonly alerts!: readonly BudgetAlertAnswer[];
}

export const presentBudget = ({ budget, spent, held, periodStart, periodEnd }: BudgetStanding): BudgetAnswer => {
  const left = budget.limit.minus(spent).minus(held);
  return {
    id: budget.id,
    period: budget.period,
    limit: budget.limit.toString(),
    currency: 'USD',
    hard: budget.hard,
    scope: { type: budget.scope.kind, value: budget.scope.value ?? null },
    spent: spent.toString(),
    held: held.toString(),
    left: (left.picos < 0n ? Money.zero : left).toString(),
    periodStart: shown(periodStart),
    periodEnd: shown(periodEnd),
    createdBy: budget.createdBy,
    createdAt: shown(budget.createdAt),
    endedAt: shown(budget.endedAt),
  };
};

export const presentAlert = (alert: BudgetAlert): BudgetAlertAnswer => ({
  budgetId: alert.budgetId,
  percent: alert.percent,
  spent: alert.spent.toString(),
  limit: alert.limit.toString(),
  periodStart: shown(alert.periodStart),
  raisedAt: shown(alert.raisedAt),
});
