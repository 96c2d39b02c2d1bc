import type { PhiCategory } from '@radiant/phi';

/** What Presidio's analyzer calls things (microsoft.github.io/presidio/supported_entities). */
const CATEGORIES: ReadonlyMap<string, PhiCategory> = new Map<string, PhiCategory>([
  ['PERSON', 'NAME'],
  ['LOCATION', 'ADDRESS'],
  ['DATE_TIME', 'DATE'],
  ['PHONE_NUMBER', 'PHONE'],
  ['EMAIL_ADDRESS', 'EMAIL'],
  ['URL', 'URL'],
  ['IP_ADDRESS', 'IP'],
  ['MAC_ADDRESS', 'DEVICE'],
  ['CREDIT_CARD', 'ACCOUNT'],
  ['IBAN_CODE', 'ACCOUNT'],
  ['CRYPTO', 'ACCOUNT'],
  ['US_BANK_NUMBER', 'ACCOUNT'],
  ['US_SSN', 'SSN'],
  ['US_DRIVER_LICENSE', 'LICENSE'],
  ['US_NPI', 'LICENSE'],
  ['MEDICAL_LICENSE', 'LICENSE'],
  ['US_MBI', 'INSURANCE_ID'],
  ['AU_MEDICARE', 'INSURANCE_ID'],
  ['UK_NHS', 'MEDICAL_RECORD'],
  ['MEDICAL_RECORD_NUMBER', 'MEDICAL_RECORD'],
  ['ID', 'OTHER_ID'],
]);
/** The identifiers of a country, e.g. `ES_NIF`. */
const NATIONAL = /^[A-Z]{2}_[A-Z_]{2,40}$/;
const DURATION = /\b(?:second|minute|hour|day|week|month|year|decade)s?\b/i;
const YEAR = /^\d{4}s?$/;

/** The category of an entity that Presidio found; undefined for what identifies nobody. */
export function categoryOf(entity: string, value: string): PhiCategory | undefined {
  const category = CATEGORIES.get(entity) ?? (NATIONAL.test(entity) ? 'OTHER_ID' : undefined);
  return category === 'DATE' && !isDay(value) ? undefined : category;
}

/** "DATE_TIME" is also "today", "two weeks" and "2019", which Safe Harbor lets stand. */
const isDay = (value: string): boolean => /\d/.test(value) && !YEAR.test(value.trim()) && !DURATION.test(value);
