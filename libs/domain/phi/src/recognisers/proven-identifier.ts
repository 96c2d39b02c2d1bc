import { hasDeaCheck, hasIbanCheck, hasLuhnCheck, hasNpiCheck, hasVinCheck } from '../detection/check-digits.js';
import type { PhiMatch } from '../ports/phi-detector.js';

const CARD_DIGITS = 12;

/** Whether a match is beyond doubt: a social security number, an address of mail, or an identifier with its check digit. */
export function isProvenIdentifier({ category }: PhiMatch, value: string): boolean {
  const digits = value.replace(/\D/g, '').length;
  if (category === 'SSN') return digits === 9;
  if (category === 'EMAIL') return true;
  if (category === 'ACCOUNT') return (digits >= CARD_DIGITS && hasLuhnCheck(value)) || hasIbanCheck(value);
  if (category === 'LICENSE' || category === 'OTHER_ID') return hasNpiCheck(value) || hasDeaCheck(value);
  return category === 'VEHICLE' && hasVinCheck(value);
}
