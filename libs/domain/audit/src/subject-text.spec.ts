import { describe, expect, it } from '@jest/globals';
import { subjectText } from './subject-text.js';

describe('subjectText', () => {
  it('is one text for all spellings of an identifier', () => {
    for (const spelling of ['123-45-6789', '123 45 6789', '123456789', ' 123–45–6789 ', '１２３-45-6789']) {
      expect(subjectText('SSN', spelling)).toBe('SSN:123456789');
    }
    expect(subjectText('NAME', 'JANE  O’Neil')).toBe(subjectText('NAME', "Jane O'Neil"));
  });

  it('keeps categories and identifiers apart', () => {
    const texts = [
      subjectText('SSN', '1'),
      subjectText('PHONE', '1'),
      subjectText('SSN', '2'),
      subjectText('SSN', 'é'),
    ];
    expect(new Set(texts).size).toBe(4);
  });
});
