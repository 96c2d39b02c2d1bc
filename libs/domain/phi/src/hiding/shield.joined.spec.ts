import { beforeEach, describe, expect, it } from '@jest/globals';
import { tenantId } from '@radiant/kernel';
import { FixedClock, SequentialIds } from '@radiant/kernel/testing';
import fc from 'fast-check';
import { RuleDetector } from '../detection/rule-detector.js';
import { DEFAULT_PHI_POLICY } from '../policy/policy.js';
import { restoreText } from '../restoring/restore.js';
import { PhiShield, type Shielded } from './shield.js';
import type { TextSlot } from './slot-text.js';
import { detectionBy } from '../testing/detection-by.js';
import { NumberingDigest } from '../testing/numbering-digest.js';
import { RecordingVault } from '../testing/recording-vault.js';

const CLINIC = tenantId('11111111-1111-4111-8111-111111111111');

describe('texts of one speaker, one behind the other', () => {
  let shield: PhiShield;

  beforeEach(() => {
    const clock = new FixedClock();
    const detection = detectionBy(new RuleDetector(async () => undefined));
    shield = new PhiShield(detection, new RecordingVault(clock), clock, new SequentialIds(), new NumberingDigest());
  });

  const hide = (slots: readonly TextSlot[]): Promise<Shielded> =>
    shield.hide({ tenantId: CLINIC, policy: DEFAULT_PHI_POLICY, slots });
  const said = (...texts: string[]): TextSlot[] => texts.map((text) => ({ text, escaping: 'none', speaker: 'user' }));
  const back = ({ texts, originals }: Shielded): string => restoreText(texts.join(''), originals, 'none');

  it('are read as one: a value that is split leaves nowhere, and comes back in whole', async () => {
    const parts = ['Patient John Sm', 'ith, SSN 123-45', '-6789, has a cough'];
    const shielded = await hide(said(...parts));
    expect(shielded.texts).toEqual(['Patient [PHI_NAME_10000]', ', SSN [PHI_SSN_10001]', ', has a cough']);
    expect(back(shielded)).toBe(parts.join(''));
  });

  it('hide a value that is known from elsewhere too', async () => {
    const { texts } = await hide([
      ...said('about Zorb', 'lax Qwent'),
      { text: 'Patient Zorblax Qwent', escaping: 'none' },
    ]);
    expect(texts).toEqual(['about [PHI_NAME_10000]', '[PHI_NAME_10000]', 'Patient [PHI_NAME_10000]']);
  });

  it('say the placeholder again where nothing would be left of one, for upstreams refuse an empty text', async () => {
    const { texts } = await hide(said('SSN ', ...'123-45-6789'));
    expect(new Set(texts)).toEqual(new Set(['SSN ', '[PHI_SSN_10000]']));
  });

  it.each([
    [
      ['MRN:', '4471234'],
      ['MRN:', '[PHI_MEDICAL_RECORD_10000]'],
    ],
    [
      ['My name is', 'jane'],
      ['My name is', '[PHI_NAME_10000]'],
    ],
    [
      ['M', 'RN: 4471234'],
      ['M', 'RN: [PHI_MEDICAL_RECORD_10000]'],
    ],
    [
      ['john.smith@ho', 'spital.org'],
      ['[PHI_EMAIL_10000]', '[PHI_EMAIL_10000]'],
    ],
  ])('know what a value is by what stands in the text before it: %j', async (parts, sent) => {
    const { texts } = await hide(said(...parts));
    expect(texts).toEqual(sent);
  });

  it.each([
    [
      ['Patient: John Smith', 'Summarise the case'],
      ['Patient: [PHI_NAME_10000]', 'Summarise the case'],
    ],
    [
      ['born 03/14/1961', 'Two tablets a day'],
      ['born [PHI_DOB_10000]', 'Two tablets a day'],
    ],
    [
      ['Write to john@clinic.org', 'Please be kind'],
      ['Write to [PHI_EMAIL_10000]', 'Please be kind'],
    ],
    [
      ['What is a cough?', 'And a fever?'],
      ['What is a cough?', 'And a fever?'],
    ],
    [
      ['Wilson disease', 'Lisinopril'],
      ['Wilson disease', 'Lisinopril'],
    ],
    [
      ['Vitamin D', 'Age 45'],
      ['Vitamin D', 'Age 45'],
    ],
  ])('stay texts of their own where each is complete: %j', async (parts, sent) => {
    const { texts } = await hide(said(...parts));
    expect(texts).toEqual(sent);
  });

  it('bring no number back longer than it was where a text begins with another', async () => {
    const shielded = await hide(said('MRN 4471234', '5 questions, call 555-867-5309', '2 options'));
    expect(shielded.texts.join('|')).not.toMatch(/4471234|5309/);
    expect(shielded.texts.map((text) => restoreText(text, shielded.originals, 'none'))).toEqual([
      'MRN 4471234',
      '5 questions, call 555-867-5309',
      '2 options',
    ]);
  });

  it('are not those of another speaker', async () => {
    const [first, second] = said('Patient John Sm', 'ith');
    const { texts } = await hide(
      [first, { ...second, speaker: 'assistant' }].filter((slot) => slot !== undefined) as TextSlot[],
    );
    expect(texts).toEqual(['Patient [PHI_NAME_10000]', 'ith']);
  });

  it.each([
    ['What is your MRN?', '4471234', '[PHI_MEDICAL_RECORD_10000]'],
    ['Thanks! May I have your full name? It is needed.', 'Qwent Zorblax\nand a cough', '[PHI_NAME_10000]\nand a cough'],
    ['Please give me your medical record number.', ' 4471234', ' [PHI_MEDICAL_RECORD_10000]'],
    ['What is the MRN of the patient?', '4471234', '[PHI_MEDICAL_RECORD_10000]'],
    ['May I have the **medical record number**, please?', '4471234 thanks', '[PHI_MEDICAL_RECORD_10000] thanks'],
    ['Could you provide your MRN so I can look it up?', '4471234', '[PHI_MEDICAL_RECORD_10000]'],
    ['I need two things: your MRN and your date of birth.', '4471234', '[PHI_MEDICAL_RECORD_10000]'],
    ['What is the social security number of the patient?', '219099999', '[PHI_SSN_10000]'],
    ['What is the name of the patient?', 'qwent zorblax', '[PHI_NAME_10000]'],
    ['May I have your name, please?', 'qwent zorblax', '[PHI_NAME_10000]'],
    ['Should I include the MRN in the letter?', 'Yes, in 2 paragraphs', 'Yes, in 2 paragraphs'],
    ['What is the name of the file?', 'report.pdf', 'report.pdf'],
    ['How can I help you?', 'Write a poem', 'Write a poem'],
    ['Which dose?', '4471234', '4471234'],
    ['', '4471234', '4471234'],
    ['I know the patient.', 'Qwent', 'Qwent'],
    ['Shall I tell the patient?', 'Continue', 'Continue'],
    ['Which doctor?', 'Summarise it', 'Summarise it'],
    ['Which doctor?', 'Qwent', '[PHI_NAME_10000]'],
    ['What is your last name?', 'Short', '[PHI_NAME_10000]'],
    ['Anything else about the patient?', 'Yes please', 'Yes please'],
    ['Anything else about the patient?', 'Sure', 'Sure'],
    ['Anything else about the patient?', 'All of them', 'All of them'],
    ['Anything else about the patient?', 'Labs', 'Labs'],
    ['Anything else about the patient?', 'Medications and diet', 'Medications and diet'],
    ['Which drug did you give to the patient?', 'Warfarin', 'Warfarin'],
    ['What is the diagnosis of the patient?', 'Qwentitis', 'Qwentitis'],
    ['What is the drug name?', 'warfarin 5 mg', 'warfarin 5 mg'],
    ['What is the name of the medication for this patient?', 'Warfarin', 'Warfarin'],
    ['Please give me the drug name and the name of the patient.', 'Qwent', '[PHI_NAME_10000]'],
    ['What are the names of the drug and the patient?', 'Qwent', '[PHI_NAME_10000]'],
    ['What are the diagnosis and the last name?', 'Qwent', '[PHI_NAME_10000]'],
    ['What are the diagnosis and the record number?', '4471234', '[PHI_MEDICAL_RECORD_10000]'],
    ['Which nurse gave the vaccine to the patient?', 'Qwent', '[PHI_NAME_10000]'],
    ['Who gives the drug to the patient?', 'Qwent', '[PHI_NAME_10000]'],
    ['Which drug did you give to the patient?', 'John Smith', '[PHI_NAME_10000]'],
  ])('are answers to what another asked: %j, %j', async (asked, answer, sent) => {
    const { texts } = await hide([
      { text: asked, escaping: 'none', speaker: 'assistant', echoed: true },
      ...said(answer),
    ]);
    expect(texts).toEqual([asked, sent]);
  });

  it('keep what the caller marks', async () => {
    const marked = [{ category: 'ADDRESS' as const, start: 0, end: 5 }];
    const { texts } = await hide([...said('the red '), { text: 'house', escaping: 'none', speaker: 'user', marked }]);
    expect(texts).toEqual(['the red ', '[PHI_ADDRESS_10000]']);
  });

  it('let nothing through wherever they are cut, and come back as they were', async () => {
    const text = 'Patient John Smith, SSN 219-09-9999, born 03/14/1961, john.smith@clinic.org, has a cough.';
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.integer({ min: 1, max: text.length - 1 }), { maxLength: 6 }), async (at) => {
        const cuts = [0, ...at.sort((a, b) => a - b), text.length];
        const parts = cuts.slice(1).map((end, i) => text.slice(cuts[i], end));
        const shielded = await hide(said(...parts));
        expect(shielded.texts.join('')).not.toMatch(/\d{2}-\d|219|9999|1961|03\/|clinic|mith|ohn/);
        expect(shielded.texts.every((sent) => sent !== '')).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
