import { isWordBoundary } from '../../characters.js';
import { following, LINK, starting, words, type Rule } from '../rule.js';

/** An identifier: letters and digits, at least one digit among the first, joined by "-" or "/". */
const ID = '((?=[a-z-]{0,10}\\d)[a-z\\d](?:[a-z\\d]|[-/](?=[a-z\\d])){2,23})(?![a-z\\d])';
const LONG_ID = '((?=[a-z-]{0,6}\\d)[a-z\\d](?:[a-z\\d]|[-/](?=[a-z\\d])){4,23})(?![a-z\\d])';
const NUMBER_WORD = '(?:identification|identifier|number|num\\.?|no\\.?|nr\\.?|id|#)';

/** "member id", "chart no.", "patient's number": the cue and the word for a number, then the value. */
const numbered = `(?:'s)?(?:[\\s_-]{0,2}${NUMBER_WORD}){1,2}${LINK}${ID}`;
const marked = `(?:\\s?[:#=]\\s?["']?|\\sis\\s|\\s(?=[a-z]{1,4}-?\\d{3}|\\d{5}))${LONG_ID}`;

/** Medicare beneficiary identifier: position by position, without S, L, O, I, B, Z (CMS, "Understanding the MBI"). */
const MBI_LETTER = '[AC-HJKMNP-RT-Y]';
const mbi = starting(
  `[1-9]${MBI_LETTER}[AC-HJKMNP-RT-Y\\d]\\d-?${MBI_LETTER}[AC-HJKMNP-RT-Y\\d]\\d-?${MBI_LETTER}{2}\\d{2}(?![A-Za-z\\d])`,
);

/** The number of the National Health Service of England: ten digits. */
const nhsNumber = following('(?: (?:number|no\\.?|#))?[\\s:#]{1,3}(\\d{3}[ -]?\\d{3}[ -]?\\d{4})(?!\\d)');

export const RECORD_NUMBER_RULES: readonly Rule[] = [
  { name: 'record.nhs', category: 'MEDICAL_RECORD', confidence: 0.95, words: ['nhs'], find: nhsNumber },
  {
    name: 'record.mrn',
    category: 'MEDICAL_RECORD',
    confidence: 0.97,
    words: words(
      'mrn mrns medicalrecordnumber patientid patientnumber patientennummer fallnummer chartnumber medrec emrn emr ehr',
    ),
    find: following(`(?:\\s{0,2}${NUMBER_WORD})?${LINK}${ID}`),
  },
  {
    name: 'record.account',
    category: 'MEDICAL_RECORD',
    confidence: 0.85,
    words: words('fin csn har'),
    find: following('(?: (?:number|no\\.?))?[\\s:#]{1,3}(\\d{7,12})(?!\\d)'),
  },
  {
    name: 'record.medical',
    category: 'MEDICAL_RECORD',
    confidence: 0.97,
    words: ['medical', 'med', 'health', 'hospital'],
    find: following(`[\\s_-]{1,2}(?:record|rec\\.?)s?(?:[\\s_-]{0,2}${NUMBER_WORD}${LINK}|\\s?[:#]\\s?)${ID}`),
  },
  {
    name: 'record.number',
    category: 'MEDICAL_RECORD',
    confidence: 0.93,
    words: words('mr patient pt chart record hospital unit case encounter visit accession'),
    find: following(numbered),
  },
  {
    name: 'record.id',
    category: 'MEDICAL_RECORD',
    confidence: 0.75,
    words: ['id'],
    find: following(`(?:\\s{0,2}(?:number|no\\.?|#))?(?:\\s?[:#=]\\s?|\\sis\\s|\\s(?=\\d))["']?${LONG_ID}`),
  },
];

export const INSURANCE_RULES: readonly Rule[] = [
  {
    name: 'insurance.number',
    category: 'INSURANCE_ID',
    confidence: 0.95,
    words: words(
      'member membership policy policyholder subscriber insurance insured insurer beneficiary medicaid medicare group plan enrollee coverage claim payer',
    ),
    find: following(numbered),
  },
  {
    name: 'insurance.label',
    category: 'INSURANCE_ID',
    confidence: 0.85,
    words: words('policy subscriber insurance medicaid medicare member beneficiary group'),
    find: following(marked),
  },
  {
    name: 'insurance.label',
    category: 'INSURANCE_ID',
    confidence: 0.8,
    words: ['ins'],
    find: following(`\\.?(?:\\s?(?:id|no\\.?))?(?:\\s?[:#=]\\s?|\\sis\\s)${LONG_ID}`),
  },
  {
    name: 'insurance.cue',
    category: 'INSURANCE_ID',
    confidence: 0.95,
    words: words(
      'versichertennummer versicherungsnummer krankenversichertennummer mbi hicn memberid policynumber groupnumber subscriberid insuranceid insurancenumber policyid',
    ),
    find: following(`(?:\\s{0,2}${NUMBER_WORD})?${LINK}${ID}`),
  },
  {
    name: 'insurance.mbi',
    category: 'INSURANCE_ID',
    confidence: 0.9,
    digits: true,
    lengths: [1, 1],
    find: (scene, start, end) =>
      end - start === 1 && isWordBoundary(scene.text, start) ? mbi(scene, start, end) : undefined,
  },
];
