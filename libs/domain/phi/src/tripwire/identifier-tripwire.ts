import type { PhiCategory } from '../category.js';
import { kindOf, OTHER } from '../characters.js';
import { hasIbanCheck, hasLuhnCheck, hasNpiCheck, hasVinCheck } from '../detection/check-digits.js';
import { tripped } from './tripwire.js';
import { WireStrings } from './wire-strings.js';

const BACKSLASH = 0x5c;
const UNICODE_ESCAPE = 'u0000'.length;
const DIGIT = /[0-9]/g;
/** A number behind one of these is part of a longer name, a path or an amount. */
const JOINS = '-./_$';
/** How far the words that name a number may be in front of it. */
const CUE_REACH = 24;

/** An identifier that its own form or check digits prove. It looks from where a word or number begins. */
interface Proof {
  readonly category: PhiCategory;
  /** Of the first word or number of it, in units. */
  readonly lengths: ReadonlySet<number>;
  readonly form: RegExp;
  readonly holds: (value: string, before: string) => boolean;
}

const range = (first: number, last: number): readonly number[] =>
  Array.from({ length: last - first + 1 }, (_, i) => first + i);

const always = (): boolean => true;
/** Area 000, 666 and 900 to 999, group 00 and serial 0000 are never issued (SSA, POMS RM 10201). */
const SSN = /(?!000|666|9)\d{3}([-. ])(?!00)\d{2}\1(?!0000)\d{4}(?![\p{L}\d_]|[-.]\d)/uy;
const CARD = /(?:[3-6]\d{3}|2[2-7]\d{2})(?:([- ]?)\d{4}\1\d{4}\1\d{1,7}|[- ]?\d{6}[- ]?\d{4,5})(?![\p{L}\d_]|[-.]\d)/uy;
const NPI = /[12]\d{9}(?![\p{L}\d_-])/uy;
const IBAN = /[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){2,7}(?: ?[A-Z\d]{1,3})?(?![\p{L}\d_])/uy;
const MBI =
  /[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y\d]\d-?[AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y\d]\d-?[AC-HJKMNP-RT-Y]{2}\d{2}(?![\p{L}\d_])/uy;
const VIN = /[A-HJ-NPR-Z\d]{17}(?![\p{L}\d_])/uy;

const PROOFS: readonly Proof[] = [
  { category: 'SSN', lengths: new Set([3]), form: SSN, holds: always },
  { category: 'ACCOUNT', lengths: new Set([4, ...range(13, 19)]), form: CARD, holds: hasLuhnCheck },
  { category: 'ACCOUNT', lengths: new Set([4, ...range(15, 34)]), form: IBAN, holds: hasIbanCheck },
  // one ten-digit number of ten passes the check: only where it is called one
  {
    category: 'LICENSE',
    lengths: new Set([10]),
    form: NPI,
    holds: (value, before) => hasNpiCheck(value) && /npi/i.test(before),
  },
  { category: 'INSURANCE_ID', lengths: new Set([4, 11]), form: MBI, holds: always },
  {
    category: 'VEHICLE',
    lengths: new Set([17]),
    form: VIN,
    holds: (value) => /[A-Z]/.test(value) && hasVinCheck(value),
  },
];

/**
 * The other half of the last look: refuses JSON text with a string in which an identifier stands that needs no context to
 * be recognised. Social security numbers in groups, payment cards, IBAN, NPI, Medicare and vehicle numbers.
 * @param categories those that are to be hidden. @throws DomainError `phi_policy_blocked`.
 */
export function assertNoIdentifiers(outbound: string, categories: ReadonlySet<PhiCategory>): void {
  const proofs = PROOFS.filter(({ category }) => categories.has(category));
  if (proofs.length === 0) return;
  const strings = new WireStrings(outbound);
  DIGIT.lastIndex = 0;
  while (DIGIT.test(outbound)) {
    const start = wordStart(outbound, DIGIT.lastIndex - 1);
    const end = wordEnd(outbound, DIGIT.lastIndex);
    if (!JOINS.includes(outbound.charAt(start - 1)) && proves(outbound, start, end, proofs) && strings.hasText(start)) {
      throw tripped();
    }
    DIGIT.lastIndex = end;
  }
}

function proves(json: string, start: number, end: number, proofs: readonly Proof[]): boolean {
  for (const { lengths, form, holds } of proofs) {
    if (!lengths.has(end - start)) continue;
    form.lastIndex = start;
    const found = form.exec(json)?.[0];
    if (found !== undefined && holds(found, json.slice(Math.max(0, start - CUE_REACH), start))) return true;
  }
  return false;
}

/** Where the word begins that holds the digit at `at`; the letters of an escape, `\\n` or `\\u00e9`, are none of it. */
function wordStart(json: string, at: number): number {
  let start = at;
  while (start > 0 && isWord(json.charCodeAt(start - 1))) start -= 1;
  if (json.charCodeAt(start - 1) !== BACKSLASH) return start;
  return Math.min(at, start + (json.charAt(start) === 'u' ? UNICODE_ESCAPE : 1));
}

function wordEnd(json: string, from: number): number {
  let end = from;
  while (end < json.length && isWord(json.charCodeAt(end))) end += 1;
  return end;
}

const isWord = (unit: number): boolean => kindOf(unit) !== OTHER;
