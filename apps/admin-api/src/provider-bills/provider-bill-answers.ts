import { ApiProperty } from '@nestjs/swagger';
import {
  CURRENCY,
  onlyOf,
  percentText,
  type BillComparison,
  type BillDifference,
  type ComparedTokens,
  type ProviderBill,
} from '@radiant/billing';
import { shown } from '../moments.js';

const usd = { type: String, example: '12.500000000001' };
const nullableUsd = { ...usd, nullable: true };
const nullableCount = { type: Number, nullable: true, example: 1_250_000 };

export class ProviderBillAnswer {
  @ApiProperty({ format: 'uuid' })
  readonly id!: string;

  @ApiProperty({ example: 'acme 2026-10' })
  readonly name!: string;

  @ApiProperty({ example: 1, description: 'Of the bills of this name; the newest holds.' })
  readonly version!: number;

  @ApiProperty({ example: 'b'.repeat(64), description: 'SHA-256 of its lines, whatever their order and form.' })
  readonly digest!: string;

  @ApiProperty({ example: 62, description: 'Rows of the same provider, model and day are one line.' })
  readonly lines!: number;

  @ApiProperty({ format: 'date', example: '2026-10-01', description: 'Its first day' })
  readonly from!: string;

  @ApiProperty({ format: 'date', example: '2026-10-31', description: 'and its last one.' })
  readonly to!: string;

  @ApiProperty(usd)
  readonly total!: string;

  @ApiProperty({ example: CURRENCY })
  readonly currency!: string;

  @ApiProperty({ format: 'date-time', example: '2026-11-02T08:00:00.000Z' })
  readonly createdAt!: string;

  @ApiProperty({ example: 'grace' })
  readonly createdBy!: string;
}

export class ImportedProviderBillAnswer {
  @ApiProperty({ type: ProviderBillAnswer })
  readonly providerBill!: ProviderBillAnswer;

  @ApiProperty({ example: true, description: 'False where the version that holds has these lines already.' })
  readonly added!: boolean;
}

export class ProviderBillsAnswer {
  @ApiProperty({ type: [ProviderBillAnswer] })
  readonly providerBills!: readonly ProviderBillAnswer[];
}

export class ComparedTokensAnswer {
  @ApiProperty(nullableCount)
  readonly input!: number | null;

  @ApiProperty(nullableCount)
  readonly cachedInput!: number | null;

  @ApiProperty(nullableCount)
  readonly output!: number | null;
}

export class BillDifferenceAnswer {
  @ApiProperty({ format: 'date', example: '2026-10-01' })
  readonly day!: string;

  @ApiProperty({ example: 'acme' })
  readonly provider!: string;

  @ApiProperty({ example: 'large-2026', description: 'As the provider names it.' })
  readonly model!: string;

  @ApiProperty({ type: [String], example: ['acme/large'], description: 'Models here that are this one.' })
  readonly modelIds!: readonly string[];

  @ApiProperty({
    type: String,
    enum: ['billed', 'booked'],
    nullable: true,
    description: 'The side that alone has this line; null: both have it.',
  })
  readonly only!: string | null;

  @ApiProperty({ ...nullableUsd, description: 'By the provider.' })
  readonly billed!: string | null;

  @ApiProperty({ ...nullableUsd, description: 'What the calls cost by the books, corrections included.' })
  readonly booked!: string | null;

  @ApiProperty({ ...usd, example: '-0.000000000001', description: 'Billed less booked.' })
  readonly difference!: string;

  @ApiProperty({ type: String, example: '-1', description: 'The same in pico-USD.' })
  readonly differencePicos!: string;

  @ApiProperty({ type: String, nullable: true, example: '-0.27', description: 'Of what is booked.' })
  readonly percent!: string | null;

  @ApiProperty({ example: 4_000 })
  readonly requests!: number;

  @ApiProperty({ example: 3, description: 'Those whose tokens or price were estimated.' })
  readonly estimated!: number;

  @ApiProperty({ type: ComparedTokensAnswer })
  readonly billedTokens!: ComparedTokensAnswer;

  @ApiProperty({ type: ComparedTokensAnswer })
  readonly bookedTokens!: ComparedTokensAnswer;
}

export class DifferenceTotalAnswer {
  @ApiProperty(usd)
  readonly billed!: string;

  @ApiProperty(usd)
  readonly booked!: string;

  @ApiProperty({ ...usd, example: '0' })
  readonly difference!: string;

  @ApiProperty({ type: String, example: '0' })
  readonly differencePicos!: string;

  @ApiProperty({ type: String, nullable: true, example: '0.00' })
  readonly percent!: string | null;

  @ApiProperty({ example: 0, description: 'Lines that the provider alone has.' })
  readonly billedOnly!: number;

  @ApiProperty({ example: 0, description: 'Lines that the books alone have.' })
  readonly bookedOnly!: number;
}

export class BillComparisonAnswer {
  @ApiProperty({ type: DifferenceTotalAnswer, description: 'Of all lines, on this page or not.' })
  readonly total!: DifferenceTotalAnswer;

  @ApiProperty({ type: [BillDifferenceAnswer] })
  readonly lines!: readonly BillDifferenceAnswer[];

  @ApiProperty({ example: CURRENCY })
  readonly currency!: string;
}

export const presentBill = (bill: ProviderBill): ProviderBillAnswer => ({
  id: bill.id,
  name: bill.name,
  version: bill.version,
  digest: bill.digest,
  lines: bill.lineCount,
  from: bill.from,
  to: bill.to,
  total: bill.total.toString(),
  currency: CURRENCY,
  createdAt: shown(bill.createdAt),
  createdBy: bill.createdBy,
});

export const presentTotalDifference = ({ total }: BillComparison): DifferenceTotalAnswer => ({
  billed: total.billed.toString(),
  booked: total.booked.toString(),
  difference: total.difference.toString(),
  differencePicos: total.difference.picos.toString(),
  percent: percentText(total.basisPoints) ?? null,
  billedOnly: total.billedOnly,
  bookedOnly: total.bookedOnly,
});

export const presentDifference = (line: BillDifference): BillDifferenceAnswer => ({
  day: line.day,
  provider: line.providerId,
  model: line.model,
  modelIds: line.modelIds,
  only: onlyOf(line) ?? null,
  billed: line.billed?.toString() ?? null,
  booked: line.booked?.toString() ?? null,
  difference: line.difference.toString(),
  differencePicos: line.difference.picos.toString(),
  percent: percentText(line.basisPoints) ?? null,
  requests: line.requests,
  estimated: line.estimated,
  billedTokens: presentTokens(line.billedTokens),
  bookedTokens: presentTokens(line.bookedTokens),
});

const presentTokens = ({ input, cachedInput, output }: ComparedTokens): ComparedTokensAnswer => ({
  input: input ?? null,
  cachedInput: cachedInput ?? null,
  output: output ?? null,
});
