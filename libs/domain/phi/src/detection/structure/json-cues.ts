import type { PhiCategory } from '../../category.js';
import { words } from '../rule.js';

/** A cue for a value, `skip` for what must not be read as prose, undefined where the key says nothing. */
export type Cue = PhiCategory | 'skip' | undefined;

const CUES: readonly (readonly [PhiCategory, string])[] = [
  [
    'NAME',
    `family given firstname lastname middlename fullname patientname surname maidenname givenname familyname personname
providername physicianname doctorname contactname guardianname preferredname legalname nombre apellidos apellido`,
  ],
  ['DOB', 'birthdate dob dateofbirth birthday birthdatetime fechanacimiento'],
  [
    'ADDRESS',
    `line city district postalcode zip zipcode postcode street streetaddress address1 address2 addressline addressline1
addressline2 homeaddress mailingaddress town latitude longitude lat lng lon domicilio`,
  ],
  ['SSN', 'ssn socialsecuritynumber socialsecurity ssnumber'],
  ['PHONE', 'phone phonenumber mobile mobilephone cell cellphone homephone workphone telephone tel telefono'],
  ['FAX', 'fax faxnumber'],
  ['EMAIL', 'email emailaddress mail'],
  ['MEDICAL_RECORD', 'mrn medicalrecordnumber patientid patientnumber chartnumber nhc'],
  ['INSURANCE_ID', 'memberid subscriberid policynumber insuranceid insurancenumber groupnumber beneficiaryid'],
  ['ACCOUNT', 'accountnumber account iban cardnumber creditcard routingnumber bankaccount'],
  ['LICENSE', 'licensenumber license driverslicense npi dea deanumber'],
  ['VEHICLE', 'vin licenseplate plate platenumber'],
  ['DEVICE', 'serialnumber deviceid udi imei macaddress distinctidentifier'],
  ['IP', 'ip ipaddress clientip'],
  ['OTHER_ID', 'passport passportnumber nationalid taxid employeeid'],
];
const BY_KEY: ReadonlyMap<string, PhiCategory> = new Map(
  CUES.flatMap(([category, keys]) => words(keys).map((key): [string, PhiCategory] => [key, category])),
);

/** What a value under a key is, wherever the key stands; small letters and digits only. */
export const categoryOfKey = (key: string): PhiCategory | undefined => BY_KEY.get(key);

/** Codes of vocabularies and links between resources: they name concepts, not people. */
const NO_PROSE: ReadonlySet<string> = new Set(
  words('system reference fullurl profile resourcetype status unit versionid contenttype $schema $ref'),
);
const PEOPLE: ReadonlySet<string> = new Set(
  words('patient contact subject person guardian doctor physician provider practitioner member insured nurse relative'),
);

/** What the parts of an `identifier` say it is: codes of HL7 table 0203 and ends of well-known systems. */
const IDENTIFIER_CODES: ReadonlyMap<string, PhiCategory> = new Map([
  ['SS', 'SSN'],
  ['DL', 'LICENSE'],
  ['MR', 'MEDICAL_RECORD'],
  ['PI', 'MEDICAL_RECORD'],
  ['PT', 'MEDICAL_RECORD'],
  ['AN', 'ACCOUNT'],
  ['NPI', 'LICENSE'],
  ['DEA', 'LICENSE'],
  ['MD', 'LICENSE'],
  ['PRN', 'LICENSE'],
  ['MB', 'INSURANCE_ID'],
  ['MC', 'INSURANCE_ID'],
  ['MA', 'INSURANCE_ID'],
  ['SN', 'INSURANCE_ID'],
  ['PPN', 'OTHER_ID'],
]);
const IDENTIFIER_SYSTEMS: readonly (readonly [RegExp, PhiCategory])[] = [
  [/us-ssn$|2\.16\.840\.1\.113883\.4\.1$/, 'SSN'],
  [/us-npi$|2\.16\.840\.1\.113883\.4\.(?:6|3\.\d{1,3})$/, 'LICENSE'],
  [/us-mbi$|us-medicare$/, 'INSURANCE_ID'],
  [/passport/i, 'OTHER_ID'],
];
const TELECOM: ReadonlyMap<string, PhiCategory> = new Map([
  ['phone', 'PHONE'],
  ['sms', 'PHONE'],
  ['pager', 'PHONE'],
  ['fax', 'FAX'],
  ['email', 'EMAIL'],
  ['url', 'URL'],
]);

/** One open object or list of a JSON text. */
export interface Frame {
  /** The key it stands under, its own list's key where it is in one; normalised. */
  readonly name: string;
  readonly list: boolean;
  /** The key whose value comes next. */
  key: string;
  /** What `system`, `code` or `url` in it, or in what it holds, said about the `value` beside. */
  kind: Cue;
}

/** Small letters and digits only: "first_name" is "firstName". */
export const normalKey = (key: string): string => key.toLowerCase().replace(/[_\s-]/g, '');

/** What the value of `frame.key` is. */
export function cueOf(frame: Frame, parent: Frame | undefined): Cue {
  const key = frame.list ? frame.name : frame.key;
  if (key.startsWith('value') && frame.kind !== undefined) return frame.kind;
  if (key === 'text' && frame.name === 'name') return 'NAME';
  if (key === 'text' && frame.name === 'address') return 'ADDRESS';
  if (key === 'name' && PEOPLE.has(frame.name)) return 'NAME';
  if ((key === 'code' || key === 'display') && frame.name === 'coding') return 'skip';
  if (key === 'url' && (frame.name.endsWith('extension') || frame.name === '')) return 'skip';
  if (NO_PROSE.has(key) || (key === 'type' && parent !== undefined)) return 'skip';
  return BY_KEY.get(key);
}

/** Lets what `value` says under `frame.key` tell the kind of the values beside it. */
export function learn(frame: Frame, stack: readonly Frame[], value: string): void {
  const { key } = frame;
  if (key === 'code' && frame.name === 'coding') {
    const holder = stack.findLast((each) => each.name === 'identifier' && !each.list);
    if (holder) holder.kind ??= IDENTIFIER_CODES.get(value);
  } else if (key === 'system' && frame.name === 'identifier') {
    frame.kind ??= IDENTIFIER_SYSTEMS.find(([pattern]) => pattern.test(value))?.[1];
  } else if (key === 'system' && frame.name === 'telecom') {
    frame.kind = TELECOM.get(value);
  } else if (key === 'url' && frame.name.endsWith('extension')) {
    if (/mothersMaidenName$|patient-name/i.test(value)) frame.kind = 'NAME';
    else if (/^(?:latitude|longitude)$|birthPlace$/i.test(value)) frame.kind = 'ADDRESS';
  }
}
