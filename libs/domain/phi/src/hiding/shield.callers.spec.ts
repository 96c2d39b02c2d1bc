import { beforeEach, describe, expect, it } from '@jest/globals';
import { appId, mappingId, sessionId, tenantId } from '@radiant/kernel';
import { FixedClock, SequentialIds } from '@radiant/kernel/testing';
import { RuleDetector } from '../detection/rule-detector.js';
import { DEFAULT_PHI_POLICY, type PhiPolicy } from '../policy/policy.js';
import { restoreText } from '../restoring/restore.js';
import { PhiShield, type Shielded, type ShieldRequest } from './shield.js';
import { detectionBy } from '../testing/detection-by.js';
import { NumberingDigest } from '../testing/numbering-digest.js';
import { RecordingVault } from '../testing/recording-vault.js';

const CLINIC = tenantId('11111111-1111-4111-8111-111111111111');
const SESSION = sessionId('33333333-3333-4333-8333-333333333333');
const RESTORING: PhiPolicy = {
  ...DEFAULT_PHI_POLICY,
  reidentification: { allowed: true, requiresApproval: false, mappingTtlHours: 24, toolArguments: true },
};

describe('what callers write themselves', () => {
  let shield: PhiShield;
  let vault: RecordingVault;
  let clock: FixedClock;
  beforeEach(() => {
    clock = new FixedClock();
    vault = new RecordingVault(clock);
    const detection = detectionBy(new RuleDetector(async () => undefined));
    shield = new PhiShield(detection, vault, clock, new SequentialIds(), new NumberingDigest());
  });
  const hide = (texts: readonly string[], over: Partial<ShieldRequest> = {}): Promise<Shielded> =>
    shield.hide({
      tenantId: CLINIC,
      policy: RESTORING,
      slots: texts.map((text) => ({ text, escaping: 'none' })),
      ...over,
    });
  const inSession = (...texts: string[]): Promise<Shielded> => hide(texts, { sessionId: SESSION });

  describe('like a placeholder', () => {
    it('never resolves what somebody typed, though an earlier turn minted it; the value gets another placeholder', async () => {
      await inSession('Patient Jane Doe');
      const typed = await inSession('Who is [PHI_NAME_10000]? Not Jane Doe');
      expect(typed.texts).toEqual(['Who is [PHI_NAME_10000]? Not [PHI_NAME_1000001]']);
      expect(restoreText(typed.texts[0] ?? '', typed.originals, 'none')).toBe('Who is [PHI_NAME_10000]? Not Jane Doe');
      const later = await inSession('nothing');
      expect(restoreText('[PHI_NAME_10000] [PHI_NAME_1000001]', later.originals, 'none')).toBe('Jane Doe Jane Doe');
    });

    it('never gives it a meaning in a later turn either, though nothing was hidden when it was typed', async () => {
      await inSession('what is [PHI_NAME_10000] or [PHI_NAME_1000101]?');
      const later = await inSession('Patient Jane Doe and Ms. Doe');
      expect(later.texts).toEqual(['Patient [PHI_NAME_10001] and [PHI_NAME_1000102]']);
      expect(restoreText('[PHI_NAME_10000] [PHI_NAME_1000101]', later.originals, 'none')).toBe(
        '[PHI_NAME_10000] [PHI_NAME_1000101]',
      );
    });

    it('is refused where it is more than a session can remember', async () => {
      const text = Array.from({ length: 2_001 }, (_, index) => `[PHI_NAME_${20_000 + index}]`).join(' ');
      await expect(inSession(text)).rejects.toMatchObject({ code: 'payload_too_large' });
    });

    it('never resolves it either where nothing is hidden', async () => {
      await inSession('Patient Jane Doe');
      const typed = await hide(['[PHI_NAME_10000]'], {
        sessionId: SESSION,
        policy: { ...RESTORING, mode: 'disabled' },
      });
      expect(typed.originals.size).toBe(0);
    });

    it("resolves what stands in the gateway's own records of earlier turns", async () => {
      await inSession('Patient Jane Doe');
      const { texts, originals } = await hide([], {
        sessionId: SESSION,
        slots: [
          { text: 'Patient [PHI_NAME_10000]', escaping: 'none', issued: true },
          { text: 'And Jane Doe?', escaping: 'none' },
        ],
      });
      expect(texts).toEqual(['Patient [PHI_NAME_10000]', 'And [PHI_NAME_10000]?']);
      expect(originals.get('[PHI_NAME_10000]')).toBe('Jane Doe');
    });
  });

  describe('and mark as PHI', () => {
    it.each(['manual', 'disabled', 'auto'] as const)('in %s mode hides what the caller marked', async (mode) => {
      const slots = [
        { text: 'the red house 😀 and nobody', escaping: 'none', marked: [{ category: 'ADDRESS', start: 4, end: 13 }] },
        { text: '{"a":"caf\\u00e9 corner"}', escaping: 'json', marked: [{ category: 'OTHER_ID', start: 6, end: 15 }] },
        { text: 'another red house', escaping: 'none' },
      ] as const;
      const { texts, originals, counts } = await hide([], { slots, policy: { ...RESTORING, mode } });
      expect(texts).toEqual([
        'the [PHI_ADDRESS_10000] 😀 and nobody',
        '{"a":"[PHI_OTHER_ID_10001] corner"}',
        'another [PHI_ADDRESS_10000]',
      ]);
      expect(originals.get('[PHI_OTHER_ID_10001]')).toBe('café');
      expect([...counts.values()]).toEqual([2, 1]);
    });

    it('adds what the caller marked to what is found', async () => {
      const text = 'Patient Jane Doe of the red house';
      const marked = [{ category: 'ADDRESS', start: 24, end: 33 }] as const;
      const { texts } = await hide([], { slots: [{ text, escaping: 'none', marked }] });
      expect(texts).toEqual(['Patient [PHI_NAME_10000] of the [PHI_ADDRESS_10001]']);
    });
  });

  describe('in an app', () => {
    const CHARTING = { id: appId('charting'), only: true };
    const BILLING = { id: appId('billing'), only: true };
    const text = 'Patient Jane Doe';

    it('is kept as that app’s, in a session as the one that hid in it first', async () => {
      const once = await hide([text], { app: CHARTING });
      await once.stored;
      const [mapping] = [once.mappingId && (await vault.read(CLINIC, once.mappingId))];
      expect(mapping).toMatchObject({ app: CHARTING.id });
      for (const app of [CHARTING, { ...BILLING, only: false }]) {
        const { mappingId } = await hide([`${text}, ${app.id}`], { app, sessionId: SESSION });
        expect(mappingId && (await vault.read(CLINIC, mappingId))).toMatchObject({ app: CHARTING.id });
      }
    });

    it('is added to no session that hides for another, whose originals nobody there learns', async () => {
      await hide([text], { app: CHARTING, sessionId: SESSION });
      for (const words of [text, 'nothing']) {
        await expect(hide([words], { app: BILLING, sessionId: SESSION })).rejects.toMatchObject({
          code: 'not_found',
          message: 'there is no such session',
        });
      }
    });

    it('goes on with a session of before apps were kept, which is nobody’s until its originals have expired', async () => {
      await hide([text], { sessionId: SESSION });
      const later = await hide([`${text} again, John Smith`], { app: BILLING, sessionId: SESSION });
      expect(later.originals.get('[PHI_NAME_10000]')).toBe('Jane Doe');
      expect(later.mappingId && (await vault.read(CLINIC, later.mappingId))).toMatchObject({
        app: undefined,
        version: 2,
      });
      clock.advance(24 * 3_600_000);
      await hide([text], { app: BILLING, sessionId: SESSION });
      expect(await vault.read(CLINIC, mappingId(SESSION))).toMatchObject({ app: BILLING.id });
    });
  });
});
