import { expect, it } from '@jest/globals';
import { sessionId, tenantId } from '@radiant/kernel';
import { FixedClock, SequentialIds } from '@radiant/kernel/testing';
import fc from 'fast-check';
import { RuleDetector } from '../detection/rule-detector.js';
import { DEFAULT_PHI_POLICY } from '../policy/policy.js';
import { restoreText, StreamRestorer, type Escaping } from '../restoring/restore.js';
import { PhiShield } from './shield.js';
import { awkwardText } from '../testing/arbitraries.js';
import { NumberingDigest } from '../testing/numbering-digest.js';
import { detectionBy } from '../testing/detection-by.js';
import { RecordingVault } from '../testing/recording-vault.js';
import { assertNoOriginals } from '../tripwire/tripwire.js';

const CLINIC = tenantId('11111111-1111-4111-8111-111111111111');
const SESSION = sessionId('33333333-3333-4333-8333-333333333333');

const name = fc.constantFrom('Jane Doe', "Mary O'Brien", 'SMITH, JOHN Q', 'José García', 'Xiulan Wu', 'Doe');
const digits = (length: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...'123456789'), minLength: length, maxLength: length });
const phrase = fc.oneof(
  name.map((value) => `Patient: ${value}`),
  name.map((value) => `Dr. ${value}`),
  fc.tuple(digits(3), digits(2), digits(4)).map((parts) => `SSN ${parts.join('-')}`),
  digits(7).map((value) => `MRN: ${value}`),
  digits(4).map((value) => `call (555) 201-${value}`),
  digits(2).map((value) => `${value} Elm Street, Springfield, IL 62701`),
  name.map((value) => `see ${value}`),
  fc.constantFrom('[PHI_NAME_10000]', 'phi 10001', 'plain words', 'DOB 04/12/1961', 'jane@example.org'),
);
const text = fc
  .array(
    fc.tuple(phrase, fc.constantFrom('. ', '\n', ', ', ' 😀 ')).map((parts) => parts.join('')),
    { maxLength: 6 },
  )
  .chain((parts) => awkwardText(8).map((noise) => parts.join('') + noise));
const slot = fc.tuple(text, fc.constantFrom<Escaping>('none', 'json')).map(([value, escaping]) => ({
  text: escaping === 'json' ? JSON.stringify({ note: value }) : value,
  escaping,
}));

it('gives the original texts back, hides every original from the wire, and restores streams alike', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(slot, { maxLength: 4 }),
      fc.boolean(),
      fc.integer({ min: 1, max: 9 }),
      async (slots, kept, step) => {
        const clock = new FixedClock();
        const shield = new PhiShield(
          detectionBy(new RuleDetector(async () => undefined)),
          new RecordingVault(clock),
          clock,
          new SequentialIds(),
          new NumberingDigest(),
        );
        const { texts, originals } = await shield.hide({
          tenantId: CLINIC,
          policy: DEFAULT_PHI_POLICY,
          slots,
          ...(kept && { sessionId: SESSION }),
        });
        slots.forEach(({ text: original, escaping }, index) => {
          const hidden = texts[index] ?? '';
          expect(meaningOf(restoreText(hidden, originals, escaping), escaping)).toEqual(meaningOf(original, escaping));
          const restorer = new StreamRestorer(originals, escaping);
          let streamed = '';
          for (let at = 0; at < hidden.length; at += step) streamed += restorer.push(hidden.slice(at, at + step));
          expect(streamed + restorer.end()).toBe(restoreText(hidden, originals, escaping));
        });
        expect(() =>
          assertNoOriginals(JSON.stringify({ messages: texts.map((content) => ({ content })) }), originals),
        ).not.toThrow();
        expect(new Set(originals.values()).size).toBe(originals.size);
      },
    ),
    { numRuns: 400 },
  );
});

/** Forms of one value that differ in white space or composition restore as the first of them. */
const meaningOf = (value: string, escaping: Escaping): unknown => {
  const canonical = (each: string): string => each.normalize('NFC').replace(/\s+/g, ' ');
  if (escaping === 'none') return canonical(value);
  const parsed: unknown = JSON.parse(value);
  return JSON.parse(canonical(JSON.stringify(parsed).replace(/\\[nrt]/g, ' ')));
};
