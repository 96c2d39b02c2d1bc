import { ApiProperty } from '@nestjs/swagger';
import {
  PRICE_IMPORT_STATUSES,
  quoteOf,
  type PriceDifference,
  type PriceImport,
  type PriceProposal,
} from '@radiant/registry';
import { shown } from '../moments.js';

export class PriceDifferenceAnswer {
  @ApiProperty({ example: 'input_tokens' })
  readonly component!: string;

  @ApiProperty({ example: 0, description: 'The prompt tokens above which it holds; 0: always.' })
  readonly aboveInputTokens!: number;

  @ApiProperty({ type: String, nullable: true, example: '2.5', description: 'USD per million tokens, or per unit.' })
  readonly before!: string | null;

  @ApiProperty({ type: String, nullable: true, example: '3' })
  readonly after!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    example: '20.00',
    description: 'Null where there is nothing to compare.',
  })
  readonly percent!: string | null;
}

export class PriceProposalAnswer {
  @ApiProperty({ example: 'openai/gpt-4o' })
  readonly modelId!: string;

  @ApiProperty({ example: 'gpt-4o', description: 'As the file names it.' })
  readonly key!: string;

  @ApiProperty({
    enum: ['new', 'changed', 'unknown'],
    description: '`unknown`: the file writes zero or nothing, which is no price. It is never taken over.',
  })
  readonly change!: string;

  @ApiProperty({ type: String, nullable: true, enum: ['missing', 'zero'] })
  readonly unknown!: string | null;

  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'The newest version of its price when it was compared with what was in force.',
  })
  readonly comparedWith!: number | null;

  @ApiProperty({ type: [PriceDifferenceAnswer] })
  readonly differences!: readonly PriceDifferenceAnswer[];
}

/** What a price file would change, in numbers. */
export class PriceImportSummaryAnswer {
  @ApiProperty({ format: 'uuid' })
  readonly id!: string;

  @ApiProperty({ example: 'model_prices_and_context_window.json' })
  readonly source!: string;

  @ApiProperty({ enum: PRICE_IMPORT_STATUSES })
  readonly status!: string;

  @ApiProperty({ example: 1 })
  readonly new!: number;

  @ApiProperty({ example: 3 })
  readonly changed!: number;

  @ApiProperty({ example: 2 })
  readonly unknown!: number;

  @ApiProperty({ example: 36 })
  readonly unchanged!: number;

  @ApiProperty({ example: 2900, description: 'Entries about no model of the registry.' })
  readonly unlisted!: number;

  @ApiProperty({ format: 'date-time' })
  readonly createdAt!: string;

  @ApiProperty({ example: 'root' })
  readonly createdBy!: string;

  @ApiProperty({ format: 'date-time', type: String, nullable: true })
  readonly decidedAt!: string | null;

  @ApiProperty({ type: String, nullable: true })
  readonly decidedBy!: string | null;

  @ApiProperty({ type: [String], nullable: true, description: 'Models whose price was taken over.' })
  readonly taken!: readonly string[] | null;
}

export class PriceImportAnswer extends PriceImportSummaryAnswer {
  @ApiProperty({ type: [PriceProposalAnswer], description: 'What is new, changed or unknown, by model.' })
  readonly proposals!: readonly PriceProposalAnswer[];
}

export class OnePriceImportAnswer {
  @ApiProperty()
  readonly priceImport!: PriceImportAnswer;
}

export class PriceImportsAnswer {
  @ApiProperty({ type: [PriceImportSummaryAnswer] })
  readonly priceImports!: readonly PriceImportSummaryAnswer[];
}

export const presentPriceImport = (found: PriceImport): PriceImportAnswer => ({
  ...presentSummary(found),
  proposals: found.proposals.map(presentProposal),
});

export const presentSummary = (found: PriceImport): PriceImportSummaryAnswer => {
  const count = (kind: PriceProposal['change']): number =>
    found.proposals.filter(({ change }) => change === kind).length;
  return {
    id: found.id,
    source: found.source,
    status: found.status,
    new: count('new'),
    changed: count('changed'),
    unknown: count('unknown'),
    unchanged: found.unchanged,
    unlisted: found.unlisted,
    createdAt: new Date(found.createdAt).toISOString(),
    createdBy: found.createdBy,
    decidedAt: shown(found.decidedAt),
    decidedBy: found.decidedBy ?? null,
    taken: found.taken ?? null,
  };
};

const presentProposal = (proposal: PriceProposal): PriceProposalAnswer => ({
  modelId: proposal.modelId,
  key: proposal.key,
  change: proposal.change,
  unknown: proposal.unknown ?? null,
  comparedWith: proposal.comparedWith ?? null,
  differences: proposal.differences.map(presentDifference),
});

const presentDifference = ({
  component,
  aboveInputTokens,
  before,
  after,
  basisPoints,
}: PriceDifference): PriceDifferenceAnswer => ({
  component,
  aboveInputTokens,
  before: before === undefined ? null : quoteOf(component, before),
  after: after === undefined ? null : quoteOf(component, after),
  percent: basisPoints === undefined ? null : (basisPoints / 100).toFixed(2),
});
