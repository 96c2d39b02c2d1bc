import { COMMON_GIVEN, FREQUENT, GIVEN, ORDINARY, OTHER_PROPER, RARE_NAME, SURNAME } from './lexicon/lexicon.js';

const SURNAME_ENDING =
  /(?:[oe]va?|[oe]vá|ná|[io]vić|ić|ič|ski|ska|sky|skaya|cki|cka|sson|sdottir|sdóttir|sen|enko|chuk|czyk|wicz|vich|vicz|shvili|dze|poulos|akis|idis|nen|escu|oglu|oğlu|quist|qvist|gren|ström|strom|mann|stein|baum|ez|yan|ov|ev|in|ina|ko)$/;
const LONG_ENDING = /(?:ov|ev|in|ina|ko|ez|sen|yan|ná|ska|ić|ič|nen)$/;

/** A word of no dictionary that ends as surnames of some languages do: "Gairbekov", "Sigurlaugsson". */
export const endsAsSurname = (lower: string): boolean =>
  lower.length > 4 && SURNAME_ENDING.test(lower) && (lower.length > 5 || !LONG_ENDING.test(lower));

export const has = (flags: number, flag: number): boolean => (flags & flag) !== 0;

/** Known as one of `as`, and as nothing else that a text would be about; a word that is hardly ever used counts for none. */
export const isPure = (flags: number, as: number): boolean => has(flags, as) && !has(flags, ORDINARY | OTHER_PROPER);

/** Known as one of `as`, and not a word that texts are full of. */
export const isMostly = (flags: number, as: number): boolean =>
  has(flags, as) &&
  !has(flags, FREQUENT | OTHER_PROPER) &&
  (!has(flags, ORDINARY) || has(flags, COMMON_GIVEN | SURNAME));

export const ANY_NAME = GIVEN | SURNAME | RARE_NAME;
