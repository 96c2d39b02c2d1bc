import { beforeEach, describe, expect, it } from '@jest/globals';
import { tenantId } from '@radiant/kernel';
import type { FixedClock } from '@radiant/kernel/testing';
import type { CachedAnswers } from '../ports/cached-answers.js';

const CLINIC = tenantId('11111111-1111-4111-8111-111111111111');
const HOSPITAL = tenantId('22222222-2222-4222-8222-222222222222');
const KEY = 'a0'.repeat(32);
const OTHER_KEY = 'b1'.repeat(32);
const MINUTE_MS = 60_000;

export interface AnswersUnderTest {
  readonly answers: CachedAnswers;
  readonly clock: FixedClock;
}

/** The laws of CachedAnswers. */
export function describeCachedAnswers(name: string, make: () => Promise<AnswersUnderTest>): void {
  describe(`CachedAnswers laws: ${name}`, () => {
    let answers: CachedAnswers;
    let clock: FixedClock;
    beforeEach(async () => {
      ({ answers, clock } = await make());
    });
    const keep = (answer: string, key = KEY, tenant = CLINIC): Promise<void> =>
      answers.keep(tenant, key, answer, clock.now() + MINUTE_MS);

    it('finds what was kept, character for character, as often as it is asked for', async () => {
      await keep('Zoë 😀 "\\"\u0000\uFDD0NAME 1.0\uFDD1');
      expect(await answers.find(CLINIC, KEY)).toBe('Zoë 😀 "\\"\u0000\uFDD0NAME 1.0\uFDD1');
      expect(await answers.find(CLINIC, KEY)).toBe('Zoë 😀 "\\"\u0000\uFDD0NAME 1.0\uFDD1');
    });

    it('finds nothing under another key, and nothing of another tenant under the same', async () => {
      await keep('mine');
      expect(await answers.find(CLINIC, OTHER_KEY)).toBeUndefined();
      expect(await answers.find(HOSPITAL, KEY)).toBeUndefined();
      await keep('theirs', KEY, HOSPITAL);
      expect(await answers.find(CLINIC, KEY)).toBe('mine');
    });

    it('finds the latest', async () => {
      await keep('first');
      await keep('second');
      expect(await answers.find(CLINIC, KEY)).toBe('second');
    });

    it('finds nothing from the instant on until which it was kept', async () => {
      await keep('short');
      clock.advance(MINUTE_MS - 1);
      expect(await answers.find(CLINIC, KEY)).toBe('short');
      clock.advance(1);
      expect(await answers.find(CLINIC, KEY)).toBeUndefined();
    });

    it('keeps no answer for which there is no room, and fails for none', async () => {
      const large = 'ß'.repeat(1_000_000);
      await keep(large);
      expect([undefined, large]).toContain(await answers.find(CLINIC, KEY));
    });
  });
}
