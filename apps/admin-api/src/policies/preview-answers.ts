import { ApiProperty } from '@nestjs/swagger';
import type { PolicyPreview, PreviewCounts } from '@radiant/governance';
import { shown } from '../moments.js';

const COUNTS = { type: 'object', additionalProperties: { type: 'integer' }, example: { NAME: 12 } } as const;

class RefusedAnswer {
  @ApiProperty({ description: 'The policy would expose PHI, and no agreement covers the call.' })
  readonly baaRequired!: number;

  @ApiProperty({ description: 'It had parts that nobody can look into.' })
  readonly phiPolicyBlocked!: number;
}

class OverBudgetAnswer {
  @ApiProperty()
  readonly calls!: number;

  @ApiProperty({ example: '0.42', description: 'What these calls were billed, USD.' })
  readonly billedAmount!: string;
}

export class PreviewCountsAnswer {
  @ApiProperty({ description: 'Calls that left.' })
  readonly departures!: number;

  @ApiProperty({ description: 'Of these, how many would have been refused.' })
  readonly refused!: RefusedAnswer;

  @ApiProperty({ description: 'Calls that were refused for parts that nobody can look into, and would have left.' })
  readonly letThrough!: number;

  @ApiProperty({ ...COUNTS, description: 'Was found in the clear, and would have been hidden.' })
  readonly newlyHidden!: Readonly<Record<string, number>>;

  @ApiProperty({ ...COUNTS, description: 'Was hidden, and would have left in the clear.' })
  readonly newlyExposed!: Readonly<Record<string, number>>;

  @ApiProperty()
  readonly billedCalls!: number;

  @ApiProperty({ example: '12.5', description: 'USD.' })
  readonly billedAmount!: string;

  @ApiProperty({ description: 'Of the billed calls, what the budget would have refused.' })
  readonly overBudget!: OverBudgetAnswer;
}

export class PreviewDayAnswer extends PreviewCountsAnswer {
  @ApiProperty({ format: 'date', example: '2026-03-10', description: "In the tenant's time zone." })
  readonly day!: string;
}

export class PreviewAnswer {
  @ApiProperty({ format: 'date-time' })
  readonly from!: string;

  @ApiProperty({ format: 'date-time' })
  readonly to!: string;

  @ApiProperty({ description: 'False: there were more than 500,000 rows, and the counts end at `to`.' })
  readonly complete!: boolean;

  @ApiProperty()
  readonly total!: PreviewCountsAnswer;

  @ApiProperty({ type: [PreviewDayAnswer], description: 'Oldest first, without days on which nothing happened.' })
  readonly days!: readonly PreviewDayAnswer[];

  @ApiProperty({ type: [String], description: "What the history can't tell." })
  readonly unknown!: readonly string[];
}

export const presentPreview = (preview: PolicyPreview): PreviewAnswer => ({
  from: shown(preview.from),
  to: shown(preview.to),
  complete: preview.complete,
  total: presentCounts(preview.total),
  days: preview.days.map((day) => ({ day: day.day, ...presentCounts(day) })),
  unknown: preview.unknown,
});

const presentCounts = (counts: PreviewCounts): PreviewCountsAnswer => ({
  departures: counts.departures,
  refused: { baaRequired: counts.refused.baaRequired, phiPolicyBlocked: counts.refused.phiPolicyBlocked },
  letThrough: counts.letThrough,
  newlyHidden: counts.newlyHidden,
  newlyExposed: counts.newlyExposed,
  billedCalls: counts.billedCalls,
  billedAmount: counts.billed.toString(),
  overBudget: { calls: counts.overBudget.calls, billedAmount: counts.overBudget.billed.toString() },
});
