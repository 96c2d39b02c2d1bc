import type { PhiCategory } from '@radiant/phi';

/** What token classifiers call things: CoNLL-2003, OntoNotes, the i2b2 2006 and 2014 tasks, and what is like them. */
const CATEGORIES: readonly (readonly [PhiCategory, string])[] = [
  ['NAME', 'PER PERSON NAME PATIENT DOCTOR STAFF HCW USERNAME FIRSTNAME LASTNAME NOMBRE'],
  ['ADDRESS', 'LOC LOCATION ADDRESS STREET CITY STATE ZIP COUNTRY GPE FAC HOSPITAL HOSP LOCATIONOTHER POSTCODE'],
  ['DATE', 'DATE'],
  ['DOB', 'DOB DATEOFBIRTH'],
  ['PHONE', 'PHONE PHONENUMBER TELEPHONE CONTACT'],
  ['FAX', 'FAX'],
  ['EMAIL', 'EMAIL'],
  ['URL', 'URL WEB'],
  ['IP', 'IPADDR IP IPADDRESS'],
  ['SSN', 'SSN'],
  ['MEDICAL_RECORD', 'MEDICALRECORD MRN'],
  ['INSURANCE_ID', 'HEALTHPLAN INSURANCE'],
  ['ACCOUNT', 'ACCOUNT'],
  ['LICENSE', 'LICENSE'],
  ['VEHICLE', 'VEHICLE'],
  ['DEVICE', 'DEVICE'],
  ['BIOMETRIC', 'BIOID'],
  ['OTHER_ID', 'ID IDNUM OTHERID OTHERPHI'],
];
const BY_LABEL: ReadonlyMap<string, PhiCategory> = new Map(
  CATEGORIES.flatMap(([category, labels]) =>
    labels.split(' ').map((label): [string, PhiCategory] => [label, category]),
  ),
);

/** The category of a label such as `B-PER`, `I-MEDICALRECORD` or `NAME`; undefined for what identifies nobody. */
export const categoryOfLabel = (label: string): PhiCategory | undefined =>
  BY_LABEL.get(
    label
      .replace(/^[BIESLU]-/, '')
      .replace(/[_\s-]/g, '')
      .toUpperCase(),
  );
