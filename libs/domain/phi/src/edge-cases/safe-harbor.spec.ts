import { beforeEach, describe, expect, it } from '@jest/globals';
import { tenantId } from '@radiant/kernel';
import { FixedClock, SequentialIds } from '@radiant/kernel/testing';
import { RuleDetector } from '../detection/rule-detector.js';
import { numberOf, indexOf } from '../placeholder.js';
import { DEFAULT_PHI_POLICY, type PhiPolicy } from '../policy/policy.js';
import { PhiShield } from '../hiding/shield.js';
import { detectionBy } from '../testing/detection-by.js';
import { NumberingDigest } from '../testing/numbering-digest.js';
import { RecordingVault } from '../testing/recording-vault.js';

const CLINIC = tenantId('11111111-1111-4111-8111-111111111111');
const SAFE_HARBOR: PhiPolicy = { ...DEFAULT_PHI_POLICY, transformation: 'safe_harbor' };

describe('people, ages, dates and ZIP codes', () => {
  let shield: PhiShield;
  beforeEach(() => {
    const clock = new FixedClock();
    const detection = detectionBy(new RuleDetector(async () => undefined));
    shield = new PhiShield(detection, new RecordingVault(clock), clock, new SequentialIds(), new NumberingDigest());
  });
  const hidden = async (text: string, policy = SAFE_HARBOR): Promise<string> => {
    const { texts } = await shield.hide({ tenantId: CLINIC, policy, slots: [{ text, escaping: 'none' }] });
    return texts[0] ?? '';
  };

  it('case 20: the names of one person have one number', async () => {
    const text = await hidden('Patient John Smith. Patient Mr. Smith. Dr. J. Smith. Smith left.', DEFAULT_PHI_POLICY);
    const numbers = (text.match(/\[PHI_NAME_\d+\]/g) ?? []).map((placeholder) => numberOf(indexOf(placeholder)));
    expect(numbers).toHaveLength(4);
    expect(new Set(numbers).size).toBe(1);
  });

  it('case 22: 89 stays, 90 is pooled, and no year tells of such an age', async () => {
    expect(await hidden('an 89-year-old man and a 90-year-old woman')).toBe(
      'an 89-year-old man and a 90 or older-year-old woman',
    );
    expect(await hidden('DOB: 04/12/1931')).toMatch(/^DOB: \[PHI_DOB_\d+\]$/);
  });

  it('case 23: a year stays, month and day go, and what is no date stays', async () => {
    expect(await hidden('seen in 2021 and in March 2021, dose 3/4, BP 120/80')).toBe(
      'seen in 2021 and in 2021, dose 3/4, BP 120/80',
    );
  });

  it('case 25: of a ZIP code the area stays, where enough people live in it', async () => {
    expect(await hidden('12 Elm Street, Boston, MA 02110')).toMatch(/^\[PHI_ADDRESS_\d+\] 021\*\*$/);
    expect(await hidden('zip code: 02110')).toBe('zip code: 021**');
    expect(await hidden('postal code 02110-4411')).toBe('postal code 021**');
    expect(await hidden('Boston, MA 02110-4411')).toMatch(/^\[PHI_ADDRESS_\d+\] 021\*\*$/);
    expect(await hidden('OK 01234-567890')).toMatch(/^OK \[PHI_PHONE_\d+\]$/);
    expect(await hidden('12 Elm Street, Alstead, NH 03602')).toMatch(/^\[PHI_ADDRESS_\d+\] 000$/);
  });
});
