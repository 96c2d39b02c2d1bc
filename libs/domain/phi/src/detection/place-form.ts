/** A capitalised word of a place's name, up to three of them, and a ZIP code, as patterns. */
export const PROPER = "\\p{Lu}[\\p{L}\\p{M}'.-]{1,20}";
export const CITY = `${PROPER}(?: ${PROPER}){0,2}`;
export const ZIP = '\\d{5}(?:-\\d{4})?(?!\\d)';

/** `end`, or one unit earlier where the last one is a sentence's full stop. */
export const trimStop = (text: string, end: number): number => (text.charAt(end - 1) === '.' ? end - 1 : end);

export const isCapital = (text: string, lower: string, at: number): boolean =>
  text.charCodeAt(at) !== lower.charCodeAt(at);
