import { expect, it, jest } from '@jest/globals';
import { PATIENCE_MS, runProof } from './run-proof.js';

jest.setTimeout(PATIENCE_MS);

// How long others wait is for a quiet machine to say: only the answers are held against anything here.
it('the quick form of stalls gets an answer to every body', async () => {
  const { stdout } = await runProof('stalls', '--quick').catch((ended: { stdout: string }) => ended);
  expect(stdout).toContain('ok    answers that are neither 200 nor a refusal: 0');
  expect(stdout).toMatch(/others waited, longest: \d+ ms/);
});
