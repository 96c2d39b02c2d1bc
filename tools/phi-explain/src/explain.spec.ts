import { describe, expect, it } from '@jest/globals';
import { explain, inText } from './explain.js';

const TEXT = 'MRN 77120 of Jane\nRoe';
const MATCHES = [
  { category: 'MEDICAL_RECORD', start: 4, end: 9, confidence: 0.97, rule: 'record.mrn' },
  { category: 'NAME', start: 13, end: 21, confidence: 0.6, rule: 'name.given' },
] as const;

describe('an explanation', () => {
  it('shows the matches in the text', () => {
    expect(inText(TEXT, MATCHES, false)).toBe('MRN «77120» of «Jane\nRoe»');
  });

  it('names place, category, confidence, rule and value of each', () => {
    expect(explain(TEXT, MATCHES, false)).toEqual([
      '4-9         MEDICAL_RECORD  0.97  record.mrn          77120',
      '13-21       NAME            0.60  name.given          Jane Roe',
    ]);
  });

  it('is green where the rule is sure and red where it guesses', () => {
    const [sure, guess] = explain(TEXT, MATCHES, true);
    expect(sure).toContain('\u001b[32m');
    expect(guess).toContain('\u001b[31m');
  });

  it('says when there is nothing', () => {
    expect(explain('ok', [], false)).toEqual(['nothing found']);
    expect(inText('ok', [], true)).toBe('ok');
  });
});
