import { describe, expect, it } from '@jest/globals';
import { marked, unmarked } from '../../testing/marked.js';

describe('names told by grammar', () => {
  it.each([
    'He said that «Will» had left her.',
    '«Grace» reports worsening pain; «Hope» was tearful.',
    '«JOHNSON, DEANDRE»  came in',
    'Spoke with daughter («Maribel») today',
    '(nickname "«Coco»")',
    'seen by «dr patel» today',
    '«Mr Nguyen Van Thanh» came',
    'a specimen from «Rebecca Stein»',
    'Patient «Robert "Bobby" Van Houten III» was moved',
    'Tell «Maya» that it is fine; seen w/ «Feldman» (derm)',
    '«Ms. April May» and «Mr. Drew Case»',
    'attn: «Joy Park»',
    'Interpreter: «Farhad». Next',
    'Madame «Lefèvre» est venue',
    '«Dr. de Souza» and Prof. «van den Heuvel»',
    'Patient: «DOE, JANE A.» | here',
    'my daughter «neha» came',
    'baby girl «Ortega» is well',
    'The twins («Ava» & «Mia Thornton») came with dad, «Kyle».',
  ])('finds %s', async (example) => {
    expect(await marked(unmarked(example), 'NAME')).toBe(example);
  });

  it.each([
    'Mark the left side. May repeat dose. Will follow.',
    'May was warm; Hope is not a plan; with grace and faith',
    'COPD, CHF, HTN; FEVER, COUGH',
    'EDEMA, BILATERAL and NAUSEA, VOMITING',
    'w/ Foley catheter; told April was warm',
    'the dr told us; turn right on forest dr today',
  ])('leaves %s alone', async (text) => {
    expect(await marked(text, 'NAME')).toBe(text);
  });
});
