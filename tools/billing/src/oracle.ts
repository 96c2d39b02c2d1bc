import { charge, partsOf } from '@radiant/billing';
import { Money, PRICE_COMPONENTS, type PriceComponent } from '@radiant/kernel';
import { oracleCharge } from './decimal-oracle.js';
import { Random, randomRow, type Row } from './random-rows.js';

export interface OracleResult {
  readonly rows: number;
  /** Pico-USD, the sum of all differences without their signs. */
  readonly difference: bigint;
  /** The first row that differs, to be repeated by its seed and number. */
  readonly first: { readonly number: number; readonly row: Row } | undefined;
  /** Rows in which each component was charged for. */
  readonly charged: ReadonlyMap<PriceComponent, number>;
  readonly inTiers: number;
  readonly withMarkup: number;
}

/** Charges random calls and compares each with the decimal oracle. */
export function compareWithOracle(seed: number, rows: number, price: typeof charge = charge): OracleResult {
  const random = new Random(seed);
  const charged = new Map<PriceComponent, number>(PRICE_COMPONENTS.map((component) => [component, 0]));
  let difference = 0n;
  let inTiers = 0;
  let withMarkup = 0;
  let first: OracleResult['first'];
  for (let number = 0; number < rows; number += 1) {
    const row = randomRow(random);
    const found = price(row.usage, row.price);
    const oracle = oracleCharge(row);
    const off = distance(found.cost, oracle.cost) + distance(found.billedAmount, oracle.billedAmount);
    difference += off;
    if (off > 0n) first ??= { number, row };
    const parts = partsOf(row.usage);
    for (const component of PRICE_COMPONENTS)
      if (parts[component]) charged.set(component, (charged.get(component) ?? 0) + 1);
    const prompt = row.usage.inputTokens + row.usage.cachedInputTokens;
    if (row.price.tiers.some(({ aboveInputTokens }) => aboveInputTokens < prompt)) inTiers += 1;
    if (row.price.markupBasisPoints > 0) withMarkup += 1;
  }
  return { rows, difference, first, charged, inTiers, withMarkup };
}

function distance(found: Money, oracle: string): bigint {
  const off = found.picos - Money.parse(oracle).picos;
  return off < 0n ? -off : off;
}
