import { describe, expect, it } from '@jest/globals';
import { tenantId } from '@radiant/kernel';
import { FixedClock, SequentialIds } from '@radiant/kernel/testing';
import fc from 'fast-check';
import { RuleDetector } from '../detection/rule-detector.js';
import { DEFAULT_PHI_POLICY } from '../policy/policy.js';
import { PolicyDetection } from '../policy/policy-detection.js';
import { restoreText } from '../restoring/restore.js';
import { PhiShield, type Shielded } from './shield.js';
import type { TextSlot } from './slot-text.js';
import { NumberingDigest } from '../testing/numbering-digest.js';
import { RecordingVault } from '../testing/recording-vault.js';

const CLINIC = tenantId('11111111-1111-4111-8111-111111111111');
const hide = (...slots: TextSlot[]): Promise<Shielded> => {
  const clock = new FixedClock();
  const detector = new RuleDetector(async () => undefined);
  const shield = new PhiShield(
    new PolicyDetection(detector, async () => undefined),
    new RecordingVault(clock),
    clock,
    new SequentialIds(),
    new NumberingDigest(),
  );
  return shield.hide({ tenantId: CLINIC, policy: DEFAULT_PHI_POLICY, slots });
};

describe('an identifier', () => {
  it('is read word by word, gets a placeholder without brackets, and comes back as it was', async () => {
    const names = ['look_up_Jane_Doe', 'mrn_00482913', 'patient_jane_doe_2'];
    const { texts, originals } = await hide(...names.map((text) => ({ text, escaping: 'identifier' as const })));
    expect(texts).toEqual(['look_up_PHI_NAME_10000', 'mrn_PHI_MEDICAL_RECORD_10001', 'patient_PHI_NAME_1000001_2']);
    expect(texts.map((text) => restoreText(text, originals, 'none'))).toEqual(names);
  });

  it('is read across dots and hyphens as well, unless it is an address', async () => {
    const names = ['Jane.Whitfield', 'jane-whitfield', 'Whitfield-Jane_1961-03-14.txt', 'jane.doe@example.org'];
    const { texts, originals } = await hide(...names.map((text) => ({ text, escaping: 'identifier' as const })));
    for (const text of texts) expect(text).not.toMatch(/jane|whitfield|doe|1961/i);
    expect(texts.map((text) => restoreText(text, originals, 'none'))).toEqual(names);
  });

  it('is another one in another form, however alike', async () => {
    const names = ['Jane_Doe', 'Jane__Doe', 'Jane Doe'];
    const { texts, originals } = await hide(...names.map((text) => ({ text, escaping: 'identifier' as const })));
    expect(new Set(texts).size).toBe(3);
    expect(texts.map((text) => restoreText(text, originals, 'none'))).toEqual(names);
  });

  it('stays as it is where it names nobody', async () => {
    const names = [
      'get_weather',
      'grace_period',
      'call_9f8a7b6c5d4e3f2a1b',
      'user_1',
      'may_have',
      'mark_task_done',
      'get-weather.v2',
    ];
    const { texts } = await hide(...names.map((text) => ({ text, escaping: 'identifier' as const })));
    expect(texts).toEqual(names);
  });
});

describe('keys of JSON', () => {
  const keys = fc.constantFrom(
    'Jane Doe',
    'Jane  Doe',
    'Jane\nDoe',
    'John Smith',
    'José García',
    'Jose\u0301 García',
    'a"b',
  );
  const json = fc
    .uniqueArray(keys, { minLength: 1, maxLength: 5 })
    .map((names) =>
      Object.fromEntries(names.map((name, i): [string, unknown] => [name, { [name]: [`Patient ${name}`, i] }])),
    );

  it('stay as many as they were, and come back as they were', async () => {
    await fc.assert(
      fc.asyncProperty(json, async (value) => {
        const { texts, originals } = await hide({ text: JSON.stringify(value), escaping: 'json' });
        const hidden: unknown = JSON.parse(texts[0] ?? '');
        expect(Object.keys(Object(hidden))).toHaveLength(Object.keys(value).length);
        const restored: unknown = JSON.parse(restoreText(texts[0] ?? '', originals, 'json'));
        expect(Object.keys(Object(restored))).toEqual(Object.keys(value));
      }),
    );
  });

  it('share a placeholder with the same name in a value', async () => {
    const { texts } = await hide({ text: '{"Jane Doe":"Patient Jane Doe","n":["Jane Doe"]}', escaping: 'json' });
    expect(texts).toEqual(['{"[PHI_NAME_10000]":"Patient [PHI_NAME_10000]","n":["[PHI_NAME_10000]"]}']);
  });
});

describe('a value under a key', () => {
  const under = (key: string | undefined, text: string): TextSlot => ({ text, escaping: 'none', key });

  it.each([
    ['ssn', '219099999', '[PHI_SSN_10000]'],
    ['dob', '1961-03-14', '[PHI_DOB_10000]'],
    ['mrn', '00482913', '[PHI_MEDICAL_RECORD_10000]'],
    ['count', '219099999', '219099999'],
    [undefined, '219099999', '219099999'],
    ['ssn', 'unknown', 'unknown'],
    ['reference', 'of Jane Doe, SSN 219-09-9999', 'of [PHI_NAME_10000], SSN [PHI_SSN_10001]'], // no key makes less be found
    ['ssn', '"219-09-9999"', '"[PHI_SSN_10000]"'],
    ['', '219099999', '219099999'],
  ])('%j: %s is sent as %s', async (key, text, sent) => {
    const { texts, originals } = await hide(under(key, text));
    expect(texts).toEqual([sent]);
    expect(restoreText(sent, originals, 'none')).toBe(text);
  });

  it('is hidden wherever else it stands', async () => {
    const { texts } = await hide(under('ssn', '219099999'), under(undefined, 'as of 219099999'));
    expect(texts).toEqual(['[PHI_SSN_10000]', 'as of [PHI_SSN_10000]']);
  });
});
