import { expect, it, jest } from '@jest/globals';
import { PATIENCE_MS, runProof } from './run-proof.js';

jest.setTimeout(PATIENCE_MS);

// So few readers say nothing of memory: only what was billed is held against anything here.
it('the quick form of memory finds the books in order', async () => {
  const { stdout } = await runProof('memory', '--quick');
  expect(stdout).toContain('  ok ');
  expect(stdout).not.toContain('SHORT');
});
