import { describe, expect, it } from '@jest/globals';
import type { UpstreamSecrets } from '../ports/upstream-secrets.js';

export interface SecretsUnderTest {
  readonly secrets: UpstreamSecrets;
  /** Of a secret that is there, and holds `value`. */
  readonly reference: string;
  readonly value: string;
  /** Of one that is not. */
  readonly missing: string;
  /** From now on it holds this, and more than 5 s have passed. */
  rotate(value: string): Promise<void>;
}

/** The laws of UpstreamSecrets. */
export function describeUpstreamSecrets(name: string, make: () => Promise<SecretsUnderTest>): void {
  describe(`UpstreamSecrets laws: ${name}`, () => {
    it('give what a reference leads to, to all who ask', async () => {
      const { secrets, reference, value } = await make();
      expect(await Promise.all([secrets.read(reference), secrets.read(reference)])).toEqual([value, value]);
    });

    it('give the new one once the old one was refused', async () => {
      const { secrets, reference, rotate } = await make();
      await secrets.read(reference);
      await rotate('a-newer-one');
      expect(await secrets.renew(reference)).toBe('a-newer-one');
      expect(await secrets.read(reference)).toBe('a-newer-one');
    });

    it('refuse what leads nowhere, and say neither where nor what', async () => {
      const { secrets, missing, value } = await make();
      for (const reference of [missing, 'no reference', value, '']) {
        for (const asked of [secrets.read(reference), secrets.renew(reference)]) {
          const error: unknown = await asked.catch((failure: unknown) => failure);
          expect(error).toMatchObject({ code: 'service_unavailable' });
          if (reference !== '') expect(String(error)).not.toContain(reference);
        }
      }
    });
  });
}
