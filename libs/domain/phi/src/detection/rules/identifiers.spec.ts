import { describe, expect, it } from '@jest/globals';
import { marked, unmarked } from '../../testing/marked.js';

describe('social security numbers', () => {
  it.each([
    'SSN: «123-45-6789»',
    'SSN «123 45 6789» on file',
    'ssn is «123456789».',
    'Social Security Number: «219-09-9999»',
    'social security no. «219099999»',
    'his SSN (last four «6789»)',
    'SSN#«219-09-9999»',
    'SSN: «000-12-3456»',
    'SSN: «666-00-0000», verify',
    'SSN «XXX-XX-6789»',
    'SSN: «1 2 3 - 4 5 - 6 7 8 9»',
    'SSN: «123-45-\n6789»',
    '"ssn": "«219-09-9999»"',
    'The number «219-09-9999» was given',
    'number «219 09 9999» was given',
    'number «219‑09‑9999» was given',
    'SSN «123–45–6789»',
    'SSN «123\u00a045\u00a06789»',
    'SSN «123-4\u200b5-6789»',
    'SSN «１２３-４５-６７８９»',
    'SSN «١٢٣-٤٥-٦٧٨٩»',
    'old form «1 8 7-6 5-4 3 2 1» here',
  ])('finds %s', async (example) => {
    expect(await marked(unmarked(example), 'SSN')).toBe(example);
  });

  it.each([
    'account 123456789 was closed',
    'platelets 150 000 4000',
    'code 12-345-67890',
    'serial 1123-45-67890',
    'version 123-45-6789-1',
    'ratio 123:45:6789',
    'SSN unknown',
    'range 100-20-30',
  ])('leaves %s', async (text) => {
    expect(await marked(text, 'SSN')).toBe(text);
  });
});

describe('birth dates', () => {
  it.each([
    'DOB «04/12/1961»',
    'DOB: «1961-04-12»',
    'dob «4-12-61»',
    'DOB: «April 12, 1961»',
    'DOB «12 Apr 1961»',
    'DOB «12-Apr-1961»',
    'D.O.B. «04.12.1961»',
    'Date of Birth: «Apr 12 1961»',
    'date of birth is «12th of April 1961»',
    'Birthdate: «19610412»',
    'birthday: «May 5th, 1970»',
    'She was born on «March 3, 1950» in Ohio',
    'born «3/4/1950»',
    '"birthDate": "«1961-04-12»"',
    '"date_of_birth":"«1961-04-12T00:00:00Z»"',
    'DOB (mm/dd): unknown',
    'DOB «04 / 12 / 1961»',
    'DOB «０４/１２/１９６１»',
  ])('finds %s', async (example) => {
    expect(await marked(unmarked(example), 'DOB')).toBe(example);
  });

  it.each([
    'seen on 04/12/2021',
    'BP 120/80',
    'take 3/4 tablet',
    'the 2017 ACC/AHA guideline',
    'born prematurely at 32 weeks',
    'discharged on May 5, 2020',
  ])('leaves %s', async (text) => {
    expect(await marked(text, 'DOB')).toBe(text);
  });
});

describe('medical record numbers', () => {
  it.each([
    'MRN: «00482913»',
    'MRN «A-482913»',
    'mrn#«482913»',
    'MRN is «482913».',
    'Medical Record Number: «MR-2291-07»',
    'medical record no. «4471882»',
    'Patient ID: «P4471882»',
    'patient number «4471882»',
    'Chart No. «77120»',
    'chart #«77120»',
    '"patient_id": "«P4471882»"',
    '"medicalRecordNumber":"«4471882»"',
    '(ID: «987654321»)',
    'Hospital number «H-99812»',
    'encounter #«E20210045»',
    'MRN «４８２９１３»',
  ])('finds %s', async (example) => {
    expect(await marked(unmarked(example), 'MEDICAL_RECORD')).toBe(example);
  });

  it.each([
    'MRN pending',
    'the medical record shows improvement',
    'patient 3 of 12',
    'chart review of 120 patients',
    'the number of patients was 4500',
    'case 12345 studies',
    'medical records from 2019',
    'glucose 482913',
  ])('leaves %s', async (text) => {
    expect(await marked(text, 'MEDICAL_RECORD')).toBe(text);
  });
});

describe('insurance numbers', () => {
  it.each([
    'Member ID: «XYZ123456789»',
    'member id «W1234-56789»',
    'Policy number: «POL-8841-22»',
    'Policy No. «88412299»',
    'Group #: «GRP00912»',
    'Insurance ID «H99812345»',
    'insurance: «ABC-987654»',
    'Subscriber ID: «SUB99182»',
    'Medicare number «1EG4-TE5-MK73»',
    'MBI «1EG4TE5MK73»',
    'her card reads «1EG4-TE5-MK73» in blue',
    'Medicaid ID: «9988776655»',
    'insurance policy «HZ-987654»',
    '"memberId": "«XYZ123456789»"',
    'health plan beneficiary number «HPB-554433»',
  ])('finds %s', async (example) => {
    expect(await marked(unmarked(example), 'INSURANCE_ID')).toBe(example);
  });

  it.each([
    'the policy changed in 2020',
    'group 2 patients improved',
    'Group A streptococcus',
    'Medicare 65-year-old patients',
    'insurance denied the claim',
    'plan: follow up in 2 weeks',
    'a member of 12 teams',
  ])('leaves %s', async (text) => {
    expect(await marked(text, 'INSURANCE_ID')).toBe(text);
  });
});

describe('other numbers that stand for somebody', () => {
  it.each([
    ['OTHER_ID', 'Pathology accession «S24-10233» came'],
    ['OTHER_ID', 'portal user «mgarcia78» wrote'],
    ['OTHER_ID', 'Aetna PPO, ID «W2233 44556», active'],
    ['INSURANCE_ID', 'group «0087123-010»'],
    ['OTHER_ID', 'DNI «12345678Z», vive'],
    ['DEVICE', 'Azure, S/N «RNB3348812», implanted'],
    ['INSURANCE_ID', 'Versichertennummer «A123456789»'],
    ['DATE', 'née le «12 mai 1950», seen «10/2» again'],
    ['MEDICAL_RECORD', 'NHS number «943 476 5919»'],
    ['ACCOUNT', 'Ms. P (acct «55-0091-22») was here'],
    ['BIOMETRIC', 'Retinal scan template: «RT-99120-A» stored'],
    ['BIOMETRIC', 'iris template «IR-004417» enrolled'],
    ['BIOMETRIC', 'Voiceprint ID: «VP-2231-88»'],
    ['OTHER_ID', 'Badge «B-20117» was exposed'],
    ['OTHER_ID', 'badge «77120», was that you'],
    ['OTHER_ID', 'Subject «0012-417» withdrew'],
    ['OTHER_ID', 'employee «E-55102» is fit'],
    ['OTHER_ID', 'Pasaporte «AAB991204» vence'],
    ['ACCOUNT', 'Account # «4417-1234-5678-9113» exp 04/27'],
  ] as const)('finds a %s in %s', async (category, example) => {
    expect(await marked(unmarked(example), category)).toBe(example);
  });

  it.each([
    'the case 12 months ago',
    'user error 404',
    'group 12 of 30',
    'subject 2021 report',
    'each employee 12 times',
    'badge 12',
    'NHS trust 12',
    'Calle Mayor s/n 06080',
  ])('leaves %s', async (text) => {
    expect(await marked(text, 'OTHER_ID', 'INSURANCE_ID', 'MEDICAL_RECORD', 'DEVICE')).toBe(text);
  });
});
