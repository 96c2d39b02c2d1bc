import { beforeEach, describe, expect, it } from '@jest/globals';
import { sessionId, tenantId } from '@radiant/kernel';
import { FixedClock, SequentialIds } from '@radiant/kernel/testing';
import { MOST_MATCHES } from '../detection/most-matches.js';
import { RuleDetector } from '../detection/rule-detector.js';
import { DEFAULT_PHI_POLICY } from '../policy/policy.js';
import { restoreText } from '../restoring/restore.js';
import { PhiShield, type Shielded } from './shield.js';
import { detectionBy } from '../testing/detection-by.js';
import { NumberingDigest } from '../testing/numbering-digest.js';
import { RecordingVault } from '../testing/recording-vault.js';

const CLINIC = tenantId('11111111-1111-4111-8111-111111111111');
const SESSION = sessionId('33333333-3333-4333-8333-333333333333');

describe('a value that is found once', () => {
  let shield: PhiShield;

  beforeEach(() => {
    const clock = new FixedClock();
    const detection = detectionBy(new RuleDetector(async () => undefined));
    shield = new PhiShield(detection, new RecordingVault(clock), clock, new SequentialIds(), new NumberingDigest());
  });

  const hide = (...texts: string[]): Promise<Shielded> =>
    shield.hide({
      tenantId: CLINIC,
      policy: DEFAULT_PHI_POLICY,
      sessionId: SESSION,
      slots: texts.map((text) => ({ text, escaping: 'none' })),
    });

  it.each([
    ['SSN 219-09-9999', ['219099999', '219 09 9999', '２１９０９９９９９', '219\u200b099999']],
    ['MRN 4471234', ['4471-234', '44\u200b71234', '４４７１２３４', '4 4 7 1 2 3 4']],
    ['MRN: A-12345-B', ['a12345b', 'A12345B', 'a-12345-b', 'A 12345 B']],
    ['phone 555-867-5309', ['5558675309', '555 867 5309']],
    ['DOB: 03/14/1961', ['03141961']],
    ['Patient Zoë Qwentlax', ['zoë qwentlax', 'zoe-qwentlax', 'ZOE\u0308 QWENTLAX']],
  ])('is hidden in its other writings too: %s', async (found, writings) => {
    for (const written of writings) {
      const text = `as of ${written}, so`;
      for (const shielded of [await hide(found, text), await hide(text)]) {
        const sent = shielded.texts.at(-1) ?? '';
        expect([written, sent]).toEqual([written, expect.stringMatching(/^as of (?:\[PHI_\w+\][ -]?)+, so$/)]);
        expect(restoreText(sent, shielded.originals, 'none')).toBe(text);
      }
    }
  });

  it.each([
    ['MRN 12345', '12-345, 123-45'],
    ['SSN 219-09-9999', '2190999991, 1219099999, 219,099,999, x219099999, 219.09'],
    ['Patient Mark Downing', 'markdowning, mark, downing the water'],
    ['DOB: 3/4/61', '3461'],
  ])('is not what only has some of it: %s', async (found, text) => {
    expect((await hide(found, text)).texts[1]).toBe(text);
  });

  it.each(['4471-234,', '4471234,'])(
    'is refused where it stands more often than a call may have matches: %s',
    async (written) => {
      const hiding = hide('MRN 4471234', written.repeat(MOST_MATCHES));
      await expect(hiding).rejects.toMatchObject({ code: 'payload_too_large' });
    },
  );

  it('keeps a number of JSON a value of JSON', async () => {
    const { texts } = await shield.hide({
      tenantId: CLINIC,
      policy: DEFAULT_PHI_POLICY,
      slots: [
        { text: 'SSN 219-09-9999', escaping: 'none' },
        { text: '{"a":[219099999]}', escaping: 'json' },
        { text: 'file_219_09_9999', escaping: 'identifier' },
      ],
    });
    expect(texts.slice(1)).toEqual(['{"a":["[PHI_SSN_10001]"]}', 'file_PHI_SSN_10002']);
  });
});
