import { csvLine, divideHalfEven, Money, type ModelId, type ProviderId } from '@radiant/kernel';
import type { BilledLine } from './provider-bill.js';

/** What calls to a provider's model on a day cost by our books. */
export interface BookedCost {
  readonly providerId: ProviderId;
  readonly modelId: ModelId;
  /** YYYY-MM-DD on the clocks that were asked for. */
  readonly day: string;
  readonly requests: number;
  /** Those of them whose tokens or price were estimated. */
  readonly estimated: number;
  /** Prompt tokens, cached ones included. */
  readonly inputTokens: number;
  readonly cachedInputTokens: number;
  /** Completion tokens, reasoning included. */
  readonly outputTokens: number;
  readonly cost: Money;
}

/** What was counted; undefined where that side has no line, or does not say. */
export interface ComparedTokens {
  readonly input: number | undefined;
  readonly cachedInput: number | undefined;
  readonly output: number | undefined;
}

export interface BillDifference {
  readonly providerId: ProviderId;
  readonly day: string;
  /** As the provider names it. */
  readonly model: string;
  /** The models here that are this one of the provider's, by id. */
  readonly modelIds: readonly ModelId[];
  /** Undefined where there is no line on that side. */
  readonly billed: Money | undefined;
  readonly booked: Money | undefined;
  readonly requests: number;
  readonly estimated: number;
  readonly billedTokens: ComparedTokens;
  readonly bookedTokens: ComparedTokens;
  /** Billed less booked. */
  readonly difference: Money;
  /** Of what is booked, in basis points, half to even; undefined where nothing is booked. */
  readonly basisPoints: bigint | undefined;
}

export interface BillComparison {
  /** By day, then provider and model. */
  readonly lines: readonly BillDifference[];
  readonly total: Pick<BillDifference, 'difference' | 'basisPoints'> & {
    readonly billed: Money;
    readonly booked: Money;
    /** Lines that one side alone has. */
    readonly billedOnly: number;
    readonly bookedOnly: number;
  };
}

/** The provider's own name of a model that a bill or the books name. */
export type OwnName = (providerId: ProviderId, model: string) => string;

interface Pair {
  readonly billed: BilledLine[];
  readonly booked: BookedCost[];
}

/** Holds what providers bill against what the books say, by provider, model and day. Where both are nothing is no line. */
export function compareBills(
  billed: readonly BilledLine[],
  booked: readonly BookedCost[],
  ownName: OwnName,
): BillComparison {
  const pairs = new Map<string, Pair>();
  const pairOf = (providerId: ProviderId, day: string, model: string): Pair => {
    const key = JSON.stringify([day, providerId, model]);
    const pair = pairs.get(key) ?? { billed: [], booked: [] };
    pairs.set(key, pair);
    return pair;
  };
  for (const line of billed) pairOf(line.providerId, line.day, ownName(line.providerId, line.model)).billed.push(line);
  for (const cost of booked) {
    pairOf(cost.providerId, cost.day, ownName(cost.providerId, cost.modelId)).booked.push(cost);
  }
  const lines = [...pairs.values()]
    .flatMap((pair) => differenceOf(pair, ownName))
    .filter(({ billed: theirs, booked: ours }) => theirs !== undefined || (ours !== undefined && ours.picos !== 0n))
    .sort(byDay);
  const sums = { billed: sumOf(lines.map((line) => line.billed)), booked: sumOf(lines.map((line) => line.booked)) };
  return {
    lines,
    total: {
      ...sums,
      ...apart(sums.billed, sums.booked),
      billedOnly: lines.filter((line) => line.booked === undefined).length,
      bookedOnly: lines.filter((line) => line.billed === undefined).length,
    },
  };
}

function differenceOf({ billed, booked }: Pair, ownName: OwnName): BillDifference[] {
  const first = billed[0] ?? booked[0];
  if (!first) return [];
  const theirs = billed.length > 0 ? sumOf(billed.map(({ cost }) => cost)) : undefined;
  const ours = booked.length > 0 ? sumOf(booked.map(({ cost }) => cost)) : undefined;
  return [
    {
      providerId: first.providerId,
      day: first.day,
      model: ownName(first.providerId, 'modelId' in first ? first.modelId : first.model),
      modelIds: [...new Set(booked.map(({ modelId }) => modelId))].sort(),
      billed: theirs,
      booked: ours,
      requests: booked.reduce((sum, one) => sum + one.requests, 0),
      estimated: booked.reduce((sum, one) => sum + one.estimated, 0),
      billedTokens: tokensOf(billed),
      bookedTokens: tokensOf(booked),
      ...apart(theirs ?? Money.zero, ours ?? Money.zero),
    },
  ];
}

const tokensOf = (
  sides: readonly Pick<BilledLine, 'inputTokens' | 'cachedInputTokens' | 'outputTokens'>[],
): ComparedTokens => ({
  input: counted(sides.map(({ inputTokens }) => inputTokens)),
  cachedInput: counted(sides.map(({ cachedInputTokens }) => cachedInputTokens)),
  output: counted(sides.map(({ outputTokens }) => outputTokens)),
});

const counted = (counts: readonly (number | undefined)[]): number | undefined =>
  counts.reduce((sum, count) => (count === undefined ? sum : (sum ?? 0) + count), undefined);

const sumOf = (amounts: readonly (Money | undefined)[]): Money =>
  amounts.reduce<Money>((sum, amount) => (amount ? sum.plus(amount) : sum), Money.zero);

function apart(billed: Money, booked: Money): Pick<BillDifference, 'difference' | 'basisPoints'> {
  const difference = billed.minus(booked);
  const basisPoints = booked.picos > 0n ? divideHalfEven(difference.picos * 10_000n, booked.picos) : undefined;
  return { difference, basisPoints };
}

const byDay = (a: BillDifference, b: BillDifference): number => {
  const [one, other] = [a, b].map(({ day, providerId, model }) => [day, providerId, model].join('\n'));
  return (one ?? '') < (other ?? '') ? -1 : 1;
};

/** Percent with two digits, e.g. `-0.27`; empty where there is none. */
export function percentText(basisPoints: bigint | undefined): string | undefined {
  return basisPoints === undefined ? undefined : centsOf(basisPoints);
}

function centsOf(hundredths: bigint): string {
  const absolute = (hundredths < 0n ? -hundredths : hundredths).toString().padStart(3, '0');
  return `${hundredths < 0n ? '-' : ''}${absolute.slice(0, -2)}.${absolute.slice(-2)}`;
}

/** Which side alone has the line; undefined: both have one. */
export const onlyOf = ({ billed, booked }: BillDifference): 'billed' | 'booked' | undefined =>
  booked === undefined ? 'billed' : billed === undefined ? 'booked' : undefined;

/** Every line for a spreadsheet. */
export const differenceCsv = ({ lines }: BillComparison): string =>
  [
    csvLine([
      ...['day', 'provider', 'model', 'model_ids', 'only', 'billed', 'booked', 'difference', 'difference_picos'],
      ...['percent', 'requests', 'estimated', 'billed_input_tokens', 'booked_input_tokens'],
      ...['billed_cached_input_tokens', 'booked_cached_input_tokens', 'billed_output_tokens', 'booked_output_tokens'],
      'currency',
    ]),
    ...lines.map((line) =>
      csvLine([
        line.day,
        line.providerId,
        line.model,
        line.modelIds.join(' '),
        onlyOf(line),
        line.billed?.toString(),
        line.booked?.toString(),
        line.difference.toString(),
        line.difference.picos,
        percentText(line.basisPoints),
        line.requests,
        line.estimated,
        line.billedTokens.input,
        line.bookedTokens.input,
        line.billedTokens.cachedInput,
        line.bookedTokens.cachedInput,
        line.billedTokens.output,
        line.bookedTokens.output,
        'USD',
      ]),
    ),
  ].join('');
