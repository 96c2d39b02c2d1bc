import { beforeEach, describe, expect, it } from '@jest/globals';
import { tenantId } from '@radiant/kernel';
import { FixedClock, SequentialIds } from '@radiant/kernel/testing';
import { RuleDetector } from './detection/rule-detector.js';
import { DEFAULT_PHI_POLICY } from './policy/policy.js';
import { PolicyDetection } from './policy/policy-detection.js';
import { PhiShield, type Shielded } from './hiding/shield.js';
import type { TextSlot } from './hiding/slot-text.js';
import { NumberingDigest } from './testing/numbering-digest.js';
import { RecordingVault } from './testing/recording-vault.js';

const CLINIC = tenantId('11111111-1111-4111-8111-111111111111');

describe('hiding', () => {
  let pauses: number;
  let vault: RecordingVault;

  beforeEach(() => {
    pauses = 0;
    vault = new RecordingVault(new FixedClock());
  });

  const hide = (text: string, slot: Partial<TextSlot> = {}, policy = DEFAULT_PHI_POLICY): Promise<Shielded> => {
    const detector = new RuleDetector(async () => undefined);
    const detection = new PolicyDetection(detector, async () => void (pauses += 1));
    const shield = new PhiShield(detection, vault, new FixedClock(), new SequentialIds(), new NumberingDigest());
    return shield.hide({ tenantId: CLINIC, policy, slots: [{ text, escaping: 'none', ...slot }] });
  };

  it('makes no pause for an ordinary text', async () => {
    expect((await hide('Dr. Smith '.repeat(20))).counts.get('NAME')).toBe(20);
    expect(pauses).toBe(0);
  });

  it('lets other work run between many matches', async () => {
    const { counts, texts } = await hide('Dr. Smith '.repeat(20_000));
    expect(counts.get('NAME')).toBe(20_000);
    expect(texts[0]).toBe('[PHI_NAME_10000] '.repeat(20_000));
    expect(pauses).toBeGreaterThan(3);
  });

  it('lets other work run between many escapes', async () => {
    const { texts } = await hide(`{"a":"${'\\n'.repeat(20_000)}Dr. Smith"}`, { escaping: 'json' });
    expect(texts).toEqual([`{"a":"${'\\n'.repeat(20_000)}[PHI_NAME_10000]"}`]);
    expect(pauses).toBeGreaterThan(1);
  });

  it.each(['placeholder', 'safe_harbor'] as const)(
    'refuses too long identifiers, by %s too',
    async (transformation) => {
      const text = 'x'.repeat(400_001);
      const marked = [{ category: 'NAME' as const, start: 0, end: text.length }];
      const policy = { ...DEFAULT_PHI_POLICY, transformation };
      await expect(hide(text, { marked }, policy)).rejects.toMatchObject({ code: 'payload_too_large' });
      expect(vault.calls).toEqual([]);
    },
  );
});
