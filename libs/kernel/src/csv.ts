export type CsvValue = string | number | bigint | boolean | null | undefined;

const QUOTED = /[",\r\n]/;
/** What spreadsheets take for the beginning of a formula, in full width too, or drop before one (OWASP, CSV Injection). */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;
/** A number below zero is no formula. */
const NUMBER = /^-\d+(\.\d+)?$/;

/**
 * Values as one record of RFC 4180, CRLF at its end; null and undefined are empty. Text that a spreadsheet would run
 * begins with an apostrophe.
 */
export const csvLine = (values: readonly CsvValue[]): string => `${values.map(field).join(',')}\r\n`;

function field(value: CsvValue): string {
  const text = String(value ?? '');
  const harmless = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return QUOTED.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
