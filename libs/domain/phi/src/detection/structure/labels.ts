import type { PhiCategory } from '../../category.js';
import { words } from '../word-list.js';
import { categoryOfKey, normalKey } from './json-cues.js';

/** Labels of lines and columns beside the keys of JSON: small letters and digits only. */
const LABELS: readonly (readonly [PhiCategory, string])[] = [
  [
    'NAME',
    `patientfullname patientlastname patientfirstname insuredname subscribername guarantorname policyholdername
nextofkin nextofkinname emergencycontact emergencycontactname mothersmaidenname mothersname fathersname spousename
guardian attendingphysician referringphysician orderingphysician orderingprovider primarycareprovider attending
primarycarephysician nombredelpaciente nombreyapellidos`,
  ],
  ['DOB', 'birth dateborn patientdob ptdob nacimiento fechadenacimiento'],
  ['ADDRESS', 'address patientaddress residence placeofbirth birthplace direccion'],
  ['SSN', 'socialsecurityno socialsecurity patientssn'],
  ['PHONE', 'contactnumber phoneno phone1 phone2 daytimephone cellnumber homephonenumber emergencyphone'],
  ['EMAIL', 'emailid patientemail'],
  ['MEDICAL_RECORD', 'patientno chartno chart recordnumber medicalrecordno medicalrecord hospitalnumber'],
  ['INSURANCE_ID', 'policyno policyid groupno groupid medicareid medicaidid membernumber subscribernumber'],
  ['ACCOUNT', 'accountno acctno patientaccount billingaccount'],
  ['LICENSE', 'licenseno driverlicense driverslicenseno medicallicense'],
  ['VEHICLE', 'vehicleplate registrationplate'],
  ['DEVICE', 'deviceserial deviceserialnumber implantserial serialno'],
  [
    'DATE',
    'admissiondate dateofadmission dischargedate dateofdischarge dateofservice servicedate visitdate dateofvisit admitted discharged',
  ],
];
const BY_LABEL: ReadonlyMap<string, PhiCategory> = new Map(
  LABELS.flatMap(([category, labels]) => words(labels).map((label): [string, PhiCategory] => [label, category])),
);
const PEOPLE: ReadonlySet<string> = new Set(words('name patient fullname member insured client resident'));
const LONGEST_LABEL = 40;

/** What stands under a label; undefined where the label says nothing. */
export function categoryOfLabel(label: string): PhiCategory | undefined {
  if (label.length > LONGEST_LABEL) return undefined;
  const key = normalKey(label).replace(/[^\p{L}\d]/gu, '');
  return BY_LABEL.get(key) ?? (VAGUE.has(key) ? undefined : categoryOfKey(key));
}
/** Keys of JSON that are ordinary words elsewhere. */
const VAGUE: ReadonlySet<string> = new Set(words('line district plate license account mail ip lat lon given family'));

/** Labels of people that are labels of much else too: they count beside a label that is sure. */
export const isPersonLabel = (label: string): boolean => PEOPLE.has(normalKey(label).replace(/[^\p{L}\d]/gu, ''));

/** Whether a value can be what its label says: a number or an address has digits, a name letters, and neither is a sentence. */
export function fits(category: PhiCategory, value: string): boolean {
  if (value.length > LONGEST_VALUE) return false;
  if (category === 'NAME') return /^\p{L}/u.test(value) && !/\d/.test(value) && value.split(/\s+/).length <= 6;
  return category === 'EMAIL' || /\d/.test(value);
}
const LONGEST_VALUE = 120;
