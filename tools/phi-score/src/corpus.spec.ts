import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { DEFAULT_PHI_POLICY, hiddenCategories, PHI_CATEGORIES, RuleDetector, type PhiCategory } from '@radiant/phi';
import { compile, documentsOf, readCorpus } from './corpus.js';
import { score, type GoldDocument, type Result } from './score.js';

const tool = path.resolve(import.meta.dirname, '..');
const DOCUMENTS = readCorpus(path.join(tool, 'corpus'));
const CLINICAL = readCorpus(path.join(tool, 'corpus-clinical'));
const CLINICAL_CATEGORIES: ReadonlySet<PhiCategory> = new Set(['DIAGNOSIS', 'TREATMENT']);

/** Of letters and digits in hundredths of the category: no more than this may leak. Lower it whenever a rule learns. */
const MOST_LEAKED: Readonly<Record<PhiCategory, number>> = {
  NAME: 5,
  SSN: 0,
  DOB: 0,
  ADDRESS: 1,
  PHONE: 0,
  EMAIL: 0,
  DIAGNOSIS: 0,
  TREATMENT: 0,
  MEDICAL_RECORD: 0,
  INSURANCE_ID: 6,
  FAX: 0,
  URL: 0,
  IP: 0,
  DATE: 6,
  AGE_OVER_89: 0,
  ACCOUNT: 4,
  LICENSE: 0,
  VEHICLE: 0,
  DEVICE: 0,
  BIOMETRIC: 0,
  OTHER_ID: 0,
};
const MOST_LEAKED_IN_ALL = 4;
const MOST_OVER_REDACTED = 1;
const MOST_CLEAN_TOUCHED = 4;
const FEWEST_TYPED = 95;

async function scored(documents: readonly GoldDocument[], categories: ReadonlySet<PhiCategory>): Promise<Result> {
  const detector = new RuleDetector(async () => undefined);
  const predicted = [];
  for (const { text } of documents) {
    const [matches = []] = await detector.detect([text], categories);
    predicted.push(matches.map(({ start, end, category }) => ({ start, end, label: category })));
  }
  return score(documents, predicted);
}

const percent = (part: number, whole: number): number => (100 * part) / whole;

describe('the labelled documents', () => {
  it('are at least three hundred, each with a name of its own, and name every category', () => {
    const all = [...DOCUMENTS, ...CLINICAL];
    expect(all.length).toBeGreaterThanOrEqual(300);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    const labels = new Set(all.flatMap(({ spans }) => spans.map(({ label }) => label)));
    expect([...labels].sort()).toEqual([...PHI_CATEGORIES].sort());
  });

  it('hide no more and leak no more than the floors allow', async () => {
    const result = await scored(DOCUMENTS, hiddenCategories(DEFAULT_PHI_POLICY));
    for (const [label, { leaked, characters }] of result.labels) {
      const most = new Map<string, number>(Object.entries(MOST_LEAKED)).get(label);
      expect({ label, within: percent(leaked, characters) <= (most ?? 0) }).toEqual({ label, within: true });
    }
    expect(percent(result.all.leaked, result.all.characters)).toBeLessThanOrEqual(MOST_LEAKED_IN_ALL);
    expect(percent(result.all.typedValues, result.all.values)).toBeGreaterThanOrEqual(FEWEST_TYPED);
    expect(percent(result.overRedacted, result.ordinary)).toBeLessThanOrEqual(MOST_OVER_REDACTED);
    expect(result.cleanTouched).toBeLessThanOrEqual(MOST_CLEAN_TOUCHED);
  });

  it('about diagnoses and treatments leak none of either and hide nothing else where both are asked for', async () => {
    const result = await scored(CLINICAL, CLINICAL_CATEGORIES);
    expect(result.all.leaked).toBe(0);
    expect(result.overRedacted).toBe(0);
    expect(result.cleanTouched).toBe(0);
  });
});

describe('a document with marks', () => {
  it('is compiled to a text and offsets', () => {
    expect(compile('a', 'Dr. {{NAME|Ana O}}, {{IGNORE|Ohio}}.')).toEqual({
      id: 'a',
      text: 'Dr. Ana O, Ohio.',
      spans: [{ start: 4, end: 9, label: 'NAME' }],
      ignore: [{ start: 11, end: 15 }],
    });
  });

  it('may hold the braces of JSON', () => {
    expect(compile('a', '{"a":{"b":"{{NAME|Ana}}"}}').text).toBe('{"a":{"b":"Ana"}}');
  });

  it('is refused when a mark is left open', () => {
    expect(() => documentsOf('=== a\nDr. {{NAME|Ana')).toThrow('a');
  });
});
