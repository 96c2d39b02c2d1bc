import { describe, expect, it } from '@jest/globals';
import type { PhiSensitivity } from '../../sensitivity.js';
import { RuleDetector } from '../rule-detector.js';

const detector = new RuleDetector(async () => undefined);

async function found(text: string, sensitivity: PhiSensitivity): Promise<readonly string[]> {
  const [matches = []] = await detector.detect([text], new Set(['NAME']), sensitivity);
  return matches.map(({ start, end }) => text.slice(start, end));
}

describe('what only a strict detector takes for a name', () => {
  it.each([
    ['We would take Ntepx on a heartbeat', 'Ntepx'],
    ['hearing Leyonhjelm on the radio', 'Leyonhjelm'],
    ['then raoul spoke', 'raoul'],
    ['thanks to @jane_doe for it', '@jane_doe'],
    ['it was Fowler again', 'Fowler'],
  ])('%s', async (text, name) => {
    expect(await found(text, 'strict')).toEqual([name]);
    expect(await found(text, 'balanced')).toEqual([]);
  });

  it.each([
    'The patient has Parkinson disease and takes Lasix.',
    'Metoprolol was started; Cardiology agrees.',
    'may improve, will return, hope for the best',
    'COPD, CHF and HTN noted',
    'pain rated 5 @ 20 minutes',
  ])('leaves "%s" alone all the same', async (text) => {
    expect(await found(text, 'strict')).toEqual([]);
  });
});
