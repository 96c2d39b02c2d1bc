import { describe, expect, it } from '@jest/globals';
import { RuleDetector, PHI_CATEGORIES } from '@radiant/phi';
import { packed, unpacked } from '../src/packed-matches.js';

const detect = (...texts: string[]) => new RuleDetector(async () => undefined).detect(texts, new Set(PHI_CATEGORIES));
const never = async (): Promise<void> => {
  throw new Error('no pause is needed');
};

describe('packed matches', () => {
  it('are the same when they are unpacked', async () => {
    const found = await detect(
      'Patient Jane Doe, SSN 219-09-9999',
      '',
      'nothing',
      'Jane, jane@example.org, 666-09-9999',
    );
    expect(found.flat().length).toBeGreaterThan(4);
    expect(await unpacked(packed(found), never)).toEqual(found);
  });

  it('let other work run when they are many', async () => {
    let pauses = 0;
    const found = await detect('Dr. Smith '.repeat(20_000));
    expect(await unpacked(packed(found), async () => void (pauses += 1))).toEqual(found);
    expect(pauses).toBe(2);
  });

  it('are refused when some are missing', async () => {
    const { kinds, counts, places } = packed(await detect('Patient Jane Doe'));
    await expect(unpacked({ kinds, counts, places: places.slice(1) }, never)).rejects.toThrow(RangeError);
    await expect(unpacked({ kinds: [], counts, places }, never)).rejects.toThrow(RangeError);
  });
});
