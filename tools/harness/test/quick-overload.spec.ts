import { expect, it, jest } from '@jest/globals';
import { PATIENCE_MS, runProof } from './run-proof.js';

jest.setTimeout(PATIENCE_MS);

// How quick the accepted ones are is for a quiet machine to say: only the answers are held against anything here.
it('the quick form of overload gets an answer to every call, and loses none that was accepted', async () => {
  const { stdout } = await runProof('overload', '--quick').catch((ended: { stdout: string }) => ended);
  expect(stdout).toContain('ok    calls without an answer: 0');
  expect(stdout).toContain('ok    accepted and not in the books: 0');
  expect(stdout).toContain('ok    of them without 429 or 503 and retry-after: 0');
});
