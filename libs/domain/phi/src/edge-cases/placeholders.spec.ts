import { beforeEach, describe, expect, it } from '@jest/globals';
import { sessionId, tenantId } from '@radiant/kernel';
import { FixedClock, SequentialIds } from '@radiant/kernel/testing';
import { RuleDetector } from '../detection/rule-detector.js';
import { PolicyDetection } from '../policy/policy-detection.js';
import { DEFAULT_PHI_POLICY, type PhiPolicy } from '../policy/policy.js';
import { NONE_RETURNED, returnedOriginals, type ReturnedOriginals } from '../restoring/returned-originals.js';
import { restoreText, StreamRestorer, type Escaping } from '../restoring/restore.js';
import { PhiShield, type Shielded } from '../hiding/shield.js';
import { NumberingDigest } from '../testing/numbering-digest.js';
import { RecordingVault } from '../testing/recording-vault.js';

const CLINIC = tenantId('11111111-1111-4111-8111-111111111111');
const OTHER_CLINIC = tenantId('22222222-2222-4222-8222-222222222222');
const SESSION = sessionId('33333333-3333-4333-8333-333333333333');
const HOUR_MS = 3_600_000;
const POLICY: PhiPolicy = {
  ...DEFAULT_PHI_POLICY,
  reidentification: { allowed: true, requiresApproval: false, mappingTtlHours: 24, toolArguments: true },
};

describe('placeholders and restoring', () => {
  let clock: FixedClock;
  let shield: PhiShield;

  beforeEach(() => {
    clock = new FixedClock();
    const pause = async (): Promise<void> => undefined;
    const detection = new PolicyDetection(new RuleDetector(pause), pause);
    shield = new PhiShield(detection, new RecordingVault(clock), clock, new SequentialIds(), new NumberingDigest());
  });

  const hide = (texts: readonly string[], escaping: Escaping = 'none', policy = POLICY): Promise<Shielded> =>
    shield.hide({ tenantId: CLINIC, policy, slots: texts.map((text) => ({ text, escaping })) });
  const names = (text = ''): readonly string[] => [...text.matchAll(/\[PHI_NAME_\d+\]/g)].map(([found]) => found);

  it('case 4: composed and combining accents share a placeholder', async () => {
    const { texts } = await hide(['Patient Jos\u00e9 Belmonte', 'Patient Jose\u0301 Belmonte']);
    expect(names(texts[0])).toHaveLength(1);
    expect(names(texts[0])).toEqual(names(texts[1]));
  });

  it('case 18: the ending of a possessive is still there after restoring', async () => {
    const { texts, originals } = await hide(["Patient Ana Whitfield's note"]);
    expect(texts[0]).toMatch(/^Patient \[PHI_NAME_\d+\]'s note$/);
    expect(restoreText(texts[0] ?? '', originals, 'none')).toBe("Patient Ana Whitfield's note");
  });

  it('case 19: a family of one surname is several people', async () => {
    const { texts } = await hide(['Patient Leila Haddad, her brother Omar Haddad']);
    expect(new Set(names(texts[0])).size).toBe(2);
  });

  it('case 21: a bare surname of two people is a value of its own', async () => {
    const { texts, originals } = await hide(['Patient John Smith met patient Mary Smith. Smith left.']);
    const [john, mary, bare] = names(texts[0]);
    expect(new Set([john, mary, bare]).size).toBe(3);
    expect(restoreText(bare ?? '', originals, 'none')).toBe('Smith');
  });

  it('case 28: JSON stays JSON, in values, in keys and in numbers', async () => {
    const json = JSON.stringify({ 'Dr. Okonkwo': { ssn: 219099999, note: 'Patient "Jos\u00e9 Belmonte"\n' } });
    const { texts, originals } = await hide([json], 'json');
    const [hidden = ''] = texts;
    expect(() => JSON.parse(hidden) as unknown).not.toThrow();
    expect(hidden).not.toMatch(/Okonkwo|219099999|Belmonte/);
    expect(JSON.parse(restoreText(hidden, originals, 'json'))).toMatchObject({ 'Dr. Okonkwo': { note: /Belmonte/ } });
  });

  it('case 29: arguments of a tool call are restored as escaped text, in pieces as well', async () => {
    const { texts, originals } = await hide(['Patient: Jane "JD" Whitfield, SSN 219-09-9999']);
    const written = JSON.stringify({ text: texts[0] });
    for (let cut = 0; cut <= written.length; cut += 1) {
      const restorer = new StreamRestorer(originals, 'json');
      const whole = restorer.push(written.slice(0, cut)) + restorer.push(written.slice(cut)) + restorer.end();
      expect(JSON.parse(whole)).toEqual({ text: 'Patient: Jane "JD" Whitfield, SSN 219-09-9999' });
    }
  });

  it('case 31: the narrative and the references of FHIR are read', async () => {
    const { texts } = await hide([
      '{"resourceType":"Encounter","text":{"div":"<div>Patient Ana Whitfield, MRN 7712044</div>"},"subject":{"reference":"Patient/1","display":"Ana Whitfield"}}',
    ]);
    expect(texts[0]).not.toMatch(/Whitfield|7712044/);
  });

  it('case 34: what a user typed like a placeholder comes back as typed', async () => {
    const { texts, originals } = await hide(['[PHI_NAME_10000] and SSN 219-09-9999']);
    expect(texts[0]).toContain('[PHI_NAME_10000]');
    expect(restoreText('[PHI_NAME_10000]', originals, 'none')).toBe('[PHI_NAME_10000]');
  });

  it('case 35: a mangled placeholder is restored, an invented one is not', async () => {
    const { originals } = await hide(['Patient Jane Whitfield']);
    const restored = (text: string): string => restoreText(text, originals, 'none');
    for (const mangled of ['[phi_name_10000]', 'PHI NAME 10000', '\\[PHI\\_NAME\\_10000\\]']) {
      expect(restored(mangled)).toBe('Jane Whitfield');
    }
    for (const invented of ['[PHI_NAME_1]', '[PHI_NAME_10001]', '[PHI_SSN_10000]']) {
      expect(restored(invented)).toBe(invented);
    }
  });

  it('case 36: a placeholder cut anywhere gives the same, and an open bracket is not kept', async () => {
    const { texts, originals } = await hide(['😀 Patient Jane Whitfield [see note']);
    const reply = `é ${texts[0] ?? ''}`;
    const whole = restoreText(reply, originals, 'none');
    for (let cut = 0; cut <= reply.length; cut += 1) {
      const restorer = new StreamRestorer(originals, 'none');
      expect(restorer.push(reply.slice(0, cut)) + restorer.push(reply.slice(cut)) + restorer.end()).toBe(whole);
    }
    expect(whole.endsWith('[see note')).toBe(true);
  });

  it('case 37: the policy decides whether originals go into tool calls, and what was not minted stands for nothing', async () => {
    const { originals } = await hide(['Patient Jane Whitfield']);
    const returned = (toolArguments: boolean): ReturnedOriginals =>
      returnedOriginals({ ...POLICY, reidentification: { ...POLICY.reidentification, toolArguments } }, originals);
    const url = 'https://example.org/?q=[PHI_NAME_10000]&n=[PHI_NAME_10001]';
    expect(restoreText(url, returned(true).toolArguments, 'json')).toBe(
      'https://example.org/?q=Jane Whitfield&n=[PHI_NAME_10001]',
    );
    expect(restoreText(url, returned(false).toolArguments, 'json')).toBe(url);
    expect(restoreText('[PHI_NAME_10000]', returned(false).texts, 'none')).toBe('Jane Whitfield');
    const approval = { ...POLICY.reidentification, requiresApproval: true };
    expect(returnedOriginals({ ...POLICY, reidentification: approval }, originals)).toEqual(NONE_RETURNED);
  });

  it('case 38: sanitising twice changes nothing', async () => {
    const { texts } = await hide(['Patient Jane Whitfield lives at 12 Elm Street, mail jane.whitfield@example.org']);
    expect((await hide(texts)).texts).toEqual(texts);
  });

  it('case 40: another tenant restores nothing, and nobody does after expiry', async () => {
    const inSession = (text: string, tenant = CLINIC): Promise<Shielded> =>
      shield.hide({ tenantId: tenant, policy: POLICY, sessionId: SESSION, slots: [{ text, escaping: 'none' }] });
    const { texts } = await inSession('Patient Jane Whitfield');
    const [placeholder = ''] = names(texts[0]);
    expect((await inSession('ok', OTHER_CLINIC)).originals.get(placeholder)).toBeUndefined();
    expect((await inSession('ok')).originals.get(placeholder)).toBe('Jane Whitfield');
    clock.advance(24 * HOUR_MS);
    expect((await inSession('ok')).originals.get(placeholder)).toBeUndefined();
  });
});
