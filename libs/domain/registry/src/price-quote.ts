import { countsTokens, Money, type PriceComponent } from '@radiant/kernel';

const TOKENS_OF_A_QUOTE = 1_000_000n;

/** How people write prices: decimals without signs, exponents or leading zeros, exact to the pico-USD of one unit. */
export const PRICE_QUOTES = {
  tokens: {
    pattern: /^(?:0|[1-9][0-9]{0,6})(?:\.[0-9]{1,6})?$/,
    expected: 'USD per million tokens as a decimal with up to six digits after the point',
  },
  units: {
    pattern: /^(?:0|[1-9][0-9]{0,5})(?:\.[0-9]{1,12})?$/,
    expected: 'USD per unit as a decimal with up to twelve digits after the point',
  },
} as const;

/** The form that a quote of the component must have. */
export const quoteRule = (component: PriceComponent): (typeof PRICE_QUOTES)[keyof typeof PRICE_QUOTES] =>
  countsTokens(component) ? PRICE_QUOTES.tokens : PRICE_QUOTES.units;

/** Whether a quote could say this: nothing dearer can be stored. */
export const isQuotable = (component: PriceComponent, picos: bigint): boolean =>
  quoteRule(component).pattern.test(quoteOf(component, picos));

/** USD per million tokens, or per unit, of a rate in pico-USD. */
export const quoteOf = (component: PriceComponent, picos: bigint): string =>
  Money.ofPicos(countsTokens(component) ? picos * TOKENS_OF_A_QUOTE : picos).toString();

/** Pico-USD per unit; undefined when the quote has not the form of `quoteRule`. */
export function picosOfQuote(component: PriceComponent, quote: string): bigint | undefined {
  if (!quoteRule(component).pattern.test(quote)) return undefined;
  const { picos } = Money.parse(quote);
  return countsTokens(component) ? picos / TOKENS_OF_A_QUOTE : picos;
}
