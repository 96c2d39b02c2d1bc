import { ApiProperty } from '@nestjs/swagger';
import {
  centsText,
  CURRENCY,
  FORECAST_METHOD,
  type DepartmentCharge,
  type Forecast,
  type UsageTotal,
} from '@radiant/billing';
import { csvLine } from '@radiant/kernel';

export class CostTotalAnswer {
  @ApiProperty({ example: 1204 })
  readonly requests!: number;

  @ApiProperty({ example: 392_160, description: 'All prompt tokens, read from a cache or not.' })
  readonly inputTokens!: number;

  @ApiProperty({ example: 91_050, description: 'All completion tokens, reasoning included.' })
  readonly outputTokens!: number;

  @ApiProperty({ example: '10.284583333334', description: 'Decimal USD.' })
  readonly cost!: string;

  @ApiProperty({ example: '12.341500000001' })
  readonly billedAmount!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    example: '2.056916666667',
    description: 'Billed less cost; null for all but super administrators.',
  })
  readonly margin!: string | null;
}

export class CostGroupAnswer extends CostTotalAnswer {
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { model: 'demo-chat-small', day: '2026-10-01' },
    description: 'What the group is of; `none` where a call has none.',
  })
  readonly group!: Readonly<Record<string, string>>;
}

export class CostReportAnswer {
  @ApiProperty()
  readonly total!: CostTotalAnswer;

  @ApiProperty({ type: [CostGroupAnswer], description: 'Dearest first.' })
  readonly groups!: readonly CostGroupAnswer[];

  @ApiProperty({ example: CURRENCY })
  readonly currency!: string;
}

export class ForecastAnswer {
  @ApiProperty({ example: '2026-10' })
  readonly month!: string;

  @ApiProperty({ example: '12.34', description: 'Billed so far, decimal USD.' })
  readonly spent!: string;

  @ApiProperty({ example: '31.05', description: 'What the month is expected to come to.' })
  readonly expected!: string;

  @ApiProperty({ example: CURRENCY })
  readonly currency!: string;

  @ApiProperty({ example: 28, description: 'Complete days that it rests on; 0: there were none.' })
  readonly days!: number;

  @ApiProperty()
  readonly byWeekday!: boolean;

  @ApiProperty({ example: FORECAST_METHOD })
  readonly method!: string;
}

export class DepartmentAnswer {
  @ApiProperty({ example: 'cardiology' })
  readonly department!: string;

  @ApiProperty({ example: 812 })
  readonly requests!: number;

  @ApiProperty({ example: '8.120000000001', description: 'Decimal USD.' })
  readonly exactAmount!: string;

  @ApiProperty({ example: '8.12', description: 'In whole cents; all departments add up to the total.' })
  readonly amount!: string;
}

export class ChargebackAnswer {
  @ApiProperty({ type: [DepartmentAnswer] })
  readonly departments!: readonly DepartmentAnswer[];

  @ApiProperty({ example: '12.34' })
  readonly total!: string;

  @ApiProperty({ example: CURRENCY })
  readonly currency!: string;
}

export const presentTotal = (total: UsageTotal, withMargin: boolean): CostTotalAnswer => ({
  requests: total.requests,
  inputTokens: total.inputTokens,
  outputTokens: total.outputTokens,
  cost: total.cost.toString(),
  billedAmount: total.billedAmount.toString(),
  margin: withMargin ? total.billedAmount.minus(total.cost).toString() : null,
});

/** The groups as CSV: a column for each of `names`, then the sums. */
export const groupsCsv = (names: readonly string[], groups: readonly CostGroupAnswer[]): string =>
  [
    csvLine([...names, 'requests', 'input_tokens', 'output_tokens', 'cost', 'billed_amount', 'margin', 'currency']),
    ...groups.map((one) =>
      csvLine([
        ...names.map((name) => one.group[name]),
        one.requests,
        one.inputTokens,
        one.outputTokens,
        one.cost,
        one.billedAmount,
        one.margin,
        CURRENCY,
      ]),
    ),
  ].join('');

export const presentForecast = (forecast: Forecast & { readonly month: string }): ForecastAnswer => ({
  month: forecast.month,
  spent: forecast.spent.toString(),
  expected: forecast.expected.toString(),
  currency: CURRENCY,
  days: forecast.days,
  byWeekday: forecast.byWeekday,
  method: FORECAST_METHOD,
});

export const presentChargeback = (charges: readonly DepartmentCharge[]): ChargebackAnswer => ({
  departments: charges.map(({ department, requests, exact, cents }) => ({
    department,
    requests,
    exactAmount: exact.toString(),
    amount: centsText(cents),
  })),
  total: centsText(charges.reduce((sum, { cents }) => sum + cents, 0n)),
  currency: CURRENCY,
});

export const chargebackCsv = ({ departments }: ChargebackAnswer): string =>
  [
    csvLine(['department', 'requests', 'exact_amount', 'amount', 'currency']),
    ...departments.map((one) => csvLine([one.department, one.requests, one.exactAmount, one.amount, CURRENCY])),
  ].join('');
