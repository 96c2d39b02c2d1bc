/** The ten categories of the specification, then the rest of Safe Harbor's identifiers. */
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
  | 'INSURANCE_ID'
  | 'FAX'
  | 'URL'
  | 'IP'
  | 'DATE'
  | 'AGE_OVER_89'
  | 'ACCOUNT'
  | 'LICENSE'
  | 'VEHICLE'
  | 'DEVICE'
  | 'BIOMETRIC'
  | 'OTHER_ID';

/** Every category, the one that names an overlap first: an e-mail address that holds a name is an EMAIL. */
export const PHI_CATEGORIES: readonly PhiCategory[] = [
  'SSN',
  'EMAIL',
  'URL',
  'IP',
  'INSURANCE_ID',
  'MEDICAL_RECORD',
  'ACCOUNT',
  'LICENSE',
  'VEHICLE',
  'DEVICE',
  'BIOMETRIC',
  'FAX',
  'PHONE',
  'DOB',
  'DATE',
  'AGE_OVER_89',
  'OTHER_ID',
  'ADDRESS',
  'NAME',
  'DIAGNOSIS',
  'TREATMENT',
];

const KNOWN: ReadonlySet<string> = new Set(PHI_CATEGORIES);

export const isPhiCategory = (text: string): text is PhiCategory => KNOWN.has(text);

const RANKS: ReadonlyMap<string, number> = new Map(PHI_CATEGORIES.map((category, rank) => [category, rank]));

/** The place of a category among all: the lower names an overlap. */
export const categoryRank = (category: PhiCategory): number => RANKS.get(category) ?? PHI_CATEGORIES.length;
