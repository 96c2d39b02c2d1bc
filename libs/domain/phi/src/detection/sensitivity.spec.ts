import { describe, expect, it } from '@jest/globals';
import { PHI_CATEGORIES } from '../category.js';
import type { PhiSensitivity } from '../sensitivity.js';
import { RuleDetector } from './rule-detector.js';

const detector = new RuleDetector(async () => undefined);
const NOTE = 'Jane Doe of Springfield, IL was seen. MRN: 1234567, SSN 123-45-6789. Patient: John Smith';

async function found(text: string, sensitivity?: PhiSensitivity): Promise<readonly string[]> {
  const [matches = []] = await detector.detect([text], new Set(PHI_CATEGORIES), sensitivity);
  return matches.map(({ start, end }) => text.slice(start, end));
}

describe('sensitivity', () => {
  it('finds identifiers and labelled names but no free names or places when structured-only', async () => {
    expect(await found(NOTE, 'structured-only')).toEqual(['1234567', '123-45-6789', 'John Smith']);
  });

  it('finds free names and places too when balanced, which is what is used unless another is asked for', async () => {
    const balanced = await found(NOTE, 'balanced');
    expect(balanced).toEqual(['Jane Doe', 'Springfield, IL', '1234567', '123-45-6789', 'John Smith']);
    expect(await found(NOTE)).toEqual(balanced);
  });
});
