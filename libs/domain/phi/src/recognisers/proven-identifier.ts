import { hasDeaCheck, hasIbanCheck, hasLuhnCheck, hasNpiCheck, hasVinCheck } from '../detection/check-digits.js';
import type { PhiMatch } from '../ports/phi-detector.js';

const CARD_DIGITS = 12;

/** Whether a match is beyond doubt: a social security number, an address of mail, or an identifier with its check digit. */
export function isProvenIdentifier({ category }: PhiMatch, value: string): boolean {
  const digits = value.replace(/\D/g, '').length;
  switch (category) {
    case 'SSN':
      return digits === 9;
    case 'EMAIL':
      return true;
    case 'ACCOUNT':
      return (digits >= CARD_DIGITS && hasLuhnCheck(value)) || hasIbanCheck(value);
    case 'LICENSE':
    case 'OTHER_ID':
      return hasNpiCheck(value) || hasDeaCheck(value);
    case 'VEHICLE':
      return hasVinCheck(value);
    default:
      return false;
  }
}
