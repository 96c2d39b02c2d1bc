import { describe, expect, it } from '@jest/globals';
import type { PhiCategory } from '../category.js';
import { RuleDetector } from '../detection/rule-detector.js';
import { DEFAULT_PHI_POLICY, hiddenCategories } from '../policy/policy.js';
import type { PhiSensitivity } from '../sensitivity.js';
import { marked, unmarked } from '../testing/marked.js';

const SHOWN: readonly PhiCategory[] = [...hiddenCategories(DEFAULT_PHI_POLICY)];

const CASES: readonly (readonly [string, readonly string[]])[] = [
  ['22: an age counts from 90 on', ['an 89-year-old man', 'a «90»-year-old man', 'She is «101» years old.']],
  [
    '23: a year, a dose, a pressure, a ratio and a result are no dates',
    ['published in 2021', 'give 3/4 of the dose', 'BP 120/80', 'a ratio of 3:1 and lab 1-2-3', 'seen «March 2021»'],
  ],
  [
    '24: dates as people and systems write them, but not that of a guideline',
    [
      'seen «May 5th»',
      'visto el «12 de mayo de 2019»',
      'at «2024-03-04T10:15:00Z» by the clock',
      'the 2017 ACC/AHA guideline',
    ],
  ],
  ['25: a ZIP code, but not a result of five digits', ['zip «02110»', 'platelets 24500 per uL']],
  [
    '26: addresses of pages and mail, but not those of vocabularies',
    [
      'see «https://portal.example.org/p?mrn=77120» now',
      'write to mailto:«jane.roe@example.org»',
      'the system http://loinc.org/4548-4',
    ],
  ],
  [
    '27: addresses of machines, but not versions and object identifiers',
    [
      'from «203.0.113.77» and «00:1B:44:11:3A:B7»',
      'from «2001:db8:85a3:0:0:8a2e:370:7334»',
      'version 1.2.3.4',
      'OID 1.2.840.113619',
    ],
  ],
  [
    '38: what overlaps is one value',
    [
      'write to «jane.roe@example.org» today',
      'see «https://portal.example.org/p?mrn=77120»',
      'she lives at «12 Elm Street»',
    ],
  ],
];

describe('numbers, dates and addresses', () => {
  it.each(CASES)('case %s', async (_case, examples) => {
    for (const example of examples) expect(await marked(unmarked(example), ...SHOWN)).toBe(example);
  });

  it('case 7: digits in words behind a cue, under strict alone', async () => {
    const text = 'Her SSN is two one nine, zero nine, nine nine nine nine. One two three, breathe.';
    const found = async (sensitivity: PhiSensitivity): Promise<readonly string[]> => {
      const [matches = []] = await new RuleDetector(async () => undefined).detect(
        [text],
        new Set(['SSN']),
        sensitivity,
      );
      return matches.map(({ start, end }) => text.slice(start, end));
    };
    expect(await found('strict')).toEqual(['two one nine, zero nine, nine nine nine nine']);
    expect(await found('balanced')).toEqual([]);
  });

  it.each([
    ['a line of 10 MB', 'the patient reports mild pain after walking uphill, ', 10_000_000],
    ['a million digits', '7', 1_000_000],
    ['a hundred thousand times "a."', 'a.', 200_000],
    ['a million open brackets', '[', 1_000_000],
    ['a million open objects', '{"a":', 5_000_000],
    ['one string of JSON', '{"note":"', 9],
    ['names without end', 'Jane Doe ', 200_000],
    ['cells without end', '| a ', 400_000],
  ])(
    'case 39: %s is read to its end',
    async (name, piece, length) => {
      const filler = name.startsWith('one string') ? 'walks \\" uphill '.repeat(200_000) : '';
      const text = `${piece.repeat(length / piece.length)}${filler} SSN: 219-09-9999`;
      expect((await marked(text, 'SSN')).endsWith('SSN: «219-09-9999»')).toBe(true);
    },
    60_000,
  );
});
