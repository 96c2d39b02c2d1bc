export type PhiCategory =
  | 'NAME'
  | 'SSN'
  | 'DOB'
  | 'ADDRESS'
  | 'PHONE'
  | 'EMAIL'
  | 'DIAGNOSIS'
  | 'TREATMENT'
  | 'MEDICAL_RECORD'
  | 'INSURANCE_ID';

/** Every category, the one that names an overlap first: an e-mail address that holds a name is an EMAIL. */
export const PHI_CATEGORIES: readonly PhiCategory[] = [
  'SSN',
  'EMAIL',
  'INSURANCE_ID',
  'MEDICAL_RECORD',
  'DOB',
  'PHONE',
  'ADDRESS',
  'NAME',
  'DIAGNOSIS',
  'TREATMENT',
];

const KNOWN: ReadonlySet<string> = new Set(PHI_CATEGORIES);

export const isPhiCategory = (text: string): text is PhiCategory => KNOWN.has(text);
