import { from, type Rule } from './rule.js';
import { ADDRESS_RULES } from './rules/address.js';
import { AGE_RULES } from './rules/age.js';
import { BIRTH_DATE_RULES } from './rules/birth-date.js';
import { CARE_SITE_RULES } from './rules/care-site.js';
import { CITY_RULES } from './rules/city.js';
import { DIAGNOSIS_RULES, TREATMENT_RULES } from './rules/clinical.js';
import { CONTACT_RULES } from './rules/contact.js';
import { DATE_RULES } from './rules/date.js';
import { GRAMMAR_NAME_RULES } from './rules/grammar-name.js';
import { IDENTIFIER_RULES } from './rules/identifiers.js';
import { LEXICAL_NAME_RULES } from './rules/lexical-name.js';
import { LABELLED_NAME_RULES, NAME_RULES } from './rules/name.js';
import { NETWORK_RULES } from './rules/network.js';
import { PLACE_RULES } from './rules/place.js';
import { INSURANCE_RULES, RECORD_NUMBER_RULES } from './rules/record-number.js';
import { SPANISH_LABEL_RULES, SPANISH_RULES } from './rules/spanish.js';
import { SPOKEN_SSN_RULES, SSN_RULES } from './rules/ssn.js';
import { STRICT_NAME_RULES } from './rules/strict-name.js';
import { WORLD_ADDRESS_RULES } from './rules/world-address.js';

/** Every rule of the detector. */
export const RULES: readonly Rule[] = [
  ...from('structured-only', [
    ...SSN_RULES,
    ...CONTACT_RULES,
    ...RECORD_NUMBER_RULES,
    ...INSURANCE_RULES,
    ...BIRTH_DATE_RULES,
    ...ADDRESS_RULES,
    ...LABELLED_NAME_RULES,
    ...SPANISH_LABEL_RULES,
    ...IDENTIFIER_RULES,
    ...DATE_RULES,
    ...NETWORK_RULES,
    ...AGE_RULES,
  ]),
  ...PLACE_RULES,
  ...CARE_SITE_RULES,
  ...NAME_RULES,
  ...SPANISH_RULES,
  ...WORLD_ADDRESS_RULES,
  ...LEXICAL_NAME_RULES,
  ...GRAMMAR_NAME_RULES,
  ...CITY_RULES,
  ...DIAGNOSIS_RULES,
  ...TREATMENT_RULES,
  ...from('strict', [...STRICT_NAME_RULES, ...SPOKEN_SSN_RULES]),
];
