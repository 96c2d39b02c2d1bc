const digitsOf = (text: string): string => text.replace(/\D/g, '');

/** The check of payment cards and, with 80840 in front, of the NPI (ISO/IEC 7812-1). */
export function hasLuhnCheck(text: string): boolean {
  const digits = digitsOf(text);
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - at) - 48;
    const doubled = at % 2 === 1 ? 2 * digit : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return digits.length > 1 && sum % 10 === 0;
}

/** The national provider identifier of the United States. */
export const hasNpiCheck = (text: string): boolean =>
  /^[12]\d{9}$/.test(digitsOf(text)) && hasLuhnCheck(`80840${digitsOf(text)}`);

/** The number of a prescriber at the Drug Enforcement Administration: two letters and seven digits. */
export function hasDeaCheck(text: string): boolean {
  const digits = digitsOf(text);
  if (!/^[a-z][a-z\d]\d{7}$/i.test(text) || digits.length < 7) return false;
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, check = 0] = [...digits.slice(-7)].map(Number);
  return (a + c + e + 2 * (b + d + f)) % 10 === check;
}

/** International bank account numbers: remainder 1 of 97 (ISO 13616). */
export function hasIbanCheck(text: string): boolean {
  const compact = text.replace(/\s/g, '').toUpperCase();
  if (!/^[A-Z]{2}\d{2}[A-Z\d]{8,30}$/.test(compact)) return false;
  let remainder = 0;
  for (const character of compact.slice(4) + compact.slice(0, 4)) {
    for (const digit of String(parseInt(character, 36))) remainder = (remainder * 10 + Number(digit)) % 97;
  }
  return remainder === 1;
}

const VIN_VALUES = '0123456789.ABCDEFGH..JKLMN.P.R..STUVWXYZ';
const VIN_WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

/** Vehicle identification numbers of North America: the ninth sign checks the rest (49 CFR 565.15). */
export function hasVinCheck(text: string): boolean {
  if (text.length !== 17) return false;
  let sum = 0;
  for (const [at, weight] of VIN_WEIGHTS.entries()) {
    const place = VIN_VALUES.indexOf(text.charAt(at).toUpperCase());
    if (place < 0) return false;
    sum += (place % 10) * weight;
  }
  const check = sum % 11;
  return text.charAt(8).toUpperCase() === (check === 10 ? 'X' : String(check));
}
