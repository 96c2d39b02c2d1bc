import { beforeEach, describe, expect, it } from '@jest/globals';
import { sessionId, tenantId } from '@radiant/kernel';
import { FixedClock, SequentialIds } from '@radiant/kernel/testing';
import { RuleDetector } from '../detection/rule-detector.js';
import { DEFAULT_PHI_POLICY, type PhiPolicy } from '../policy/policy.js';
import { tighten } from '../policy/policy-lattice.js';
import { PhiDetector } from '../ports/phi-detector.js';
import { restoreText } from '../restoring/restore.js';
import { PhiShield, type Shielded, type ShieldRequest } from './shield.js';
import { NumberingDigest } from '../testing/numbering-digest.js';
import { detectionBy } from '../testing/detection-by.js';
import { RecordingVault } from '../testing/recording-vault.js';
import { assertNoOriginals } from '../tripwire/tripwire.js';

const CLINIC = tenantId('11111111-1111-4111-8111-111111111111');
const SESSION = sessionId('33333333-3333-4333-8333-333333333333');
const HOUR_MS = 3_600_000;
const RESTORING: PhiPolicy = {
  ...DEFAULT_PHI_POLICY,
  reidentification: { allowed: true, requiresApproval: false, mappingTtlHours: 24, toolArguments: true },
};

describe('the shield', () => {
  let clock: FixedClock;
  let vault: RecordingVault;
  let shield: PhiShield;

  beforeEach(() => {
    clock = new FixedClock();
    vault = new RecordingVault(clock);
    shield = shieldOver(new RuleDetector(async () => undefined));
  });

  const shieldOver = (detector: PhiDetector): PhiShield =>
    new PhiShield(detectionBy(detector), vault, clock, new SequentialIds(), new NumberingDigest());
  const hide = (texts: readonly string[], over: Partial<ShieldRequest> = {}): Promise<Shielded> =>
    shield.hide({
      tenantId: CLINIC,
      policy: RESTORING,
      slots: texts.map((text) => ({ text, escaping: 'none' })),
      ...over,
    });
  const inSession = (...texts: string[]): Promise<Shielded> => hide(texts, { sessionId: SESSION });

  describe('without a session', () => {
    it('sends placeholders and keeps what they stand for', async () => {
      const shielded = await hide(['Patient Jane Doe, SSN 219-09-9999', 'nothing here']);
      await shielded.stored;
      expect(shielded.texts).toEqual(['Patient [PHI_NAME_10000], SSN [PHI_SSN_10001]', 'nothing here']);
      expect(shielded.counts).toEqual(
        new Map([
          ['NAME', 1],
          ['SSN', 1],
        ]),
      );
      expect(shielded.originals.get('[PHI_NAME_10000]')).toBe('Jane Doe');
      expect(vault.calls).toEqual(['create']);
      const mapping = shielded.mappingId && (await vault.read(CLINIC, shielded.mappingId));
      expect(mapping).toMatchObject({
        version: 1,
        expiresAt: clock.now() + 24 * HOUR_MS,
        retainUntil: clock.now() + 24 * HOUR_MS,
        entries: [{ placeholder: '[PHI_NAME_10000]', category: 'NAME', original: 'Jane Doe' }, { category: 'SSN' }],
      });
    });

    it('gives the names of one person one number, and brings each form back as it was', async () => {
      const text = 'Patient John Smith. Patient Mr. Smith. Patient J. Smith. Patient Jane Doe';
      const { texts, originals } = await hide([text]);
      expect(texts[0]?.match(/\d+/g)).toEqual(['10000', '1000001', '1000002', '10001']);
      expect(restoreText(texts[0] ?? '', originals, 'none')).toBe(text);
    });

    it('asks the vault nothing when there is nothing to hide', async () => {
      const shielded = await hide(['nothing here', '']);
      await shielded.stored;
      expect(shielded).toMatchObject({ texts: ['nothing here', ''], counts: new Map(), originals: new Map() });
      expect(shielded.mappingId).toBeUndefined();
      expect(vault.calls).toEqual([]);
    });

    it('gives one value one placeholder in every text, and two people two (S4)', async () => {
      const { texts } = await hide(['Patient Jane Doe and patient John Smith', 'Ms. Doe? No: patient Jane Doe']);
      expect(texts).toEqual([
        'Patient [PHI_NAME_10000] and patient [PHI_NAME_10001]',
        '[PHI_NAME_1000001]? No: patient [PHI_NAME_10000]',
      ]);
    });

    it('replaces a found value wherever it stands, cue or not', async () => {
      const { texts, originals } = await hide([
        'MRN 77120045',
        'again 77120045, not 771200456',
        'DOB 04/12/1961; 04/12/1961',
      ]);
      expect(texts).toEqual([
        'MRN [PHI_MEDICAL_RECORD_10000]',
        'again [PHI_MEDICAL_RECORD_10000], not 771200456',
        'DOB [PHI_DOB_10001]; [PHI_DOB_10001]',
      ]);
      expect(() => assertNoOriginals(JSON.stringify(texts), originals)).not.toThrow();
    });

    it('refuses more identifiers than a mapping can keep, and stores none of them', async () => {
      const numbers = (count: number): string =>
        Array.from({ length: count }, (_, i) => `SSN 219-${10 + Math.floor(i / 9_000)}-${1_000 + (i % 9_000)}`).join(
          '\n',
        );
      await (
        await hide([numbers(10_000)])
      ).stored;
      expect(vault.calls).toEqual(['create']);
      for (const over of [{}, { sessionId: SESSION }])
        await expect(hide([numbers(10_001)], over)).rejects.toMatchObject({ code: 'payload_too_large' });
      expect(vault.calls).toEqual(['create', 'read']);
    });

    it('reports a failed write to whoever awaits it, and to nobody else', async () => {
      vault.create = () => Promise.reject(new Error('down'));
      const shielded = await hide(['SSN 219-09-9999']);
      await new Promise((resolve) => setImmediate(resolve));
      await expect(shielded.stored).rejects.toThrow('down');
    });

    it('never resolves or mints what a user typed like a placeholder', async () => {
      const { texts, originals } = await hide(['[PHI_NAME_10000] and phi name 10001, SSN 219-09-9999']);
      expect(texts).toEqual(['[PHI_NAME_10000] and phi name 10001, SSN [PHI_SSN_10002]']);
      expect(restoreText('[PHI_NAME_10000] [PHI_SSN_10002]', originals, 'none')).toBe('[PHI_NAME_10000] 219-09-9999');
    });

    it('changes nothing the second time', async () => {
      const { texts } = await hide(['Patient: Jane Doe, DOB: 04/12/1961, address: 12 Elm Street']);
      expect((await hide(texts)).texts).toEqual(texts);
    });
  });

  describe('in JSON text', () => {
    const hideJson = (value: unknown): Promise<Shielded> =>
      hide([], { slots: [{ text: typeof value === 'string' ? value : JSON.stringify(value), escaping: 'json' }] });

    it('understands escapes and keeps the value they mean', async () => {
      const json = '{"note":"Seen:\\nPatient: Jos\\u00e9 Garc\\u00eda\\nDOB: 04/12/1961"}';
      const { texts, originals } = await hideJson(json);
      expect(texts).toEqual(['{"note":"Seen:\\nPatient: [PHI_NAME_10000]\\nDOB: [PHI_DOB_10001]"}']);
      expect(originals.get('[PHI_NAME_10000]')).toBe('José García');
      expect(JSON.parse(restoreText(texts[0] ?? '', originals, 'json'))).toEqual(JSON.parse(json));
    });

    it('stays JSON when a bare number is hidden', async () => {
      const { texts } = await hideJson('{"a":"b, \\"c\\"","ssn":219099999,"x":[true]}');
      expect(texts).toEqual(['{"a":"b, \\"c\\"","ssn":"[PHI_SSN_10000]","x":[true]}']);
    });

    it('hides keys as well', async () => {
      const { texts } = await hideJson({ 'Dr. Okonkwo': 1, b: 'Dr. Okonkwo' });
      expect(JSON.parse(texts[0] ?? '')).toEqual({ '[PHI_NAME_10000]': 1, b: '[PHI_NAME_10000]' });
    });
  });

  describe('in a session', () => {
    it('gives a value the same placeholder in every turn and restores earlier ones', async () => {
      await inSession('Patient Jane Doe');
      const second = await inSession('SSN 219-09-9999 of Jane Doe');
      expect(second.texts).toEqual(['SSN [PHI_SSN_10001] of [PHI_NAME_10000]']);
      const third = await inSession('nothing new');
      expect(third.originals.get('[PHI_NAME_10000]')).toBe('Jane Doe');
      expect(third.mappingId).toBe(SESSION);
      expect(vault.calls).toEqual(['read', 'replace', 'read', 'replace', 'read']);
    });

    it('writes before it answers, under the id of the session, and keeps the ranges for thirty days', async () => {
      const { mappingId } = await inSession('Patient Jane Doe');
      expect(mappingId).toBe(SESSION);
      clock.advance(30 * 24 * HOUR_MS - 1);
      expect(mappingId && (await vault.read(CLINIC, mappingId))).toMatchObject({
        entries: [],
        ranges: [{ from: 10_000, next: 10_001 }],
      });
    });

    it('keeps the ranges for as long as the session is used', async () => {
      await inSession('Patient Jane Doe');
      for (let week = 0; week < 8; week += 1) {
        clock.advance(7 * 24 * HOUR_MS);
        await inSession(week % 2 === 0 ? 'nothing new' : 'nothing');
      }
      expect((await inSession('Patient John Smith')).texts).toEqual(['Patient [PHI_NAME_10001]']);
      expect(vault.calls.filter((call) => call === 'replace')).toHaveLength(10);
    });

    it('does not let later turns lengthen the life of what is stored', async () => {
      const { mappingId } = await inSession('Patient Jane Doe');
      clock.advance(23 * HOUR_MS);
      await inSession('Patient John Smith');
      clock.advance(HOUR_MS);
      expect(mappingId && (await vault.read(CLINIC, mappingId))?.entries).toEqual([]);
    });

    it('starts anew after the mapping has expired, and reuses no index', async () => {
      await inSession('Patient Jane Doe');
      clock.advance(24 * HOUR_MS);
      const later = await inSession('Patient Jane Doe and [PHI_NAME_10000]');
      expect(later.texts).toEqual(['Patient [PHI_NAME_10001] and [PHI_NAME_10000]']);
      expect(restoreText('[PHI_NAME_10000]', later.originals, 'none')).toBe('[PHI_NAME_10000]');
    });

    it('never hands out one index for two values on two replicas at once', async () => {
      const replicas = [shield, shieldOver(new RuleDetector(async () => undefined))];
      const names = ['Ada Okonkwo', 'Bea Nakamura', 'Cid Ferreira', 'Dov Lindqvist'];
      const turns = await Promise.all(
        names.map((name, index) =>
          (replicas[index % 2] ?? shield).hide({
            tenantId: CLINIC,
            policy: RESTORING,
            sessionId: SESSION,
            slots: [{ text: `Patient ${name}`, escaping: 'none' }],
          }),
        ),
      );
      expect(new Set(turns.map(({ texts }) => texts[0])).size).toBe(names.length);
      turns.forEach(({ texts, originals }, index) => {
        expect(restoreText(texts[0] ?? '', originals, 'none')).toBe(`Patient ${names[index]}`);
      });
      expect((await inSession('ok')).originals.size).toBe(names.length);
    });

    it('gives up after five lost races', async () => {
      vault.replace = async () => {
        vault.calls.push('replace');
        return false;
      };
      await expect(inSession('Patient Jane Doe')).rejects.toMatchObject({ code: 'service_unavailable' });
      expect(vault.calls.filter((call) => call === 'replace')).toHaveLength(5);
    });

    it('does not go on when the session cannot be read', async () => {
      vault.read = () => Promise.reject(new Error('down'));
      await expect(inSession('nothing here')).rejects.toThrow('down');
    });
  });

  describe('under another policy', () => {
    it.each(['manual', 'disabled'] as const)(
      'in %s mode hides nothing and still restores earlier placeholders',
      async (mode) => {
        await inSession('Patient Jane Doe');
        const shielded = await hide(['SSN 219-09-9999'], { sessionId: SESSION, policy: { ...RESTORING, mode } });
        expect(shielded.texts).toEqual(['SSN 219-09-9999']);
        expect(shielded.originals.get('[PHI_NAME_10000]')).toBe('Jane Doe');
        expect(shielded.counts.size).toBe(0);
      },
    );

    it('hides in manual mode just what the request asks for', async () => {
      const policy = tighten({ ...RESTORING, mode: 'manual' }, { categories: ['SSN'] });
      expect((await hide(['Patient Jane Doe, SSN 219-09-9999'], { policy })).texts).toEqual([
        'Patient Jane Doe, SSN [PHI_SSN_10000]',
      ]);
    });
  });

  describe('with a detector that fails', () => {
    const answering = (answer: PhiDetector['detect']): PhiDetector =>
      new (class extends PhiDetector {
        readonly version = 'failing';
        detect = answer;
      })();

    it.each<[string, PhiDetector['detect']]>([
      ['throws', async () => Promise.reject(new Error('Jane Doe'))],
      [
        'throws at once',
        () => {
          throw new Error('Jane Doe');
        },
      ],
      ['forgets a text', async () => [[]]],
    ])('lets nothing pass when it %s', async (_how, detect) => {
      shield = shieldOver(answering(detect));
      const refusal = await hide(['Patient Jane Doe', 'b']).catch((error: unknown) => error);
      expect(refusal).toMatchObject({ code: 'service_unavailable' });
      expect(String(refusal)).not.toContain('Jane');
    });
  });
});
