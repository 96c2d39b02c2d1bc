import { expect, it, jest } from '@jest/globals';
import { PATIENCE_MS, runProof } from './run-proof.js';

jest.setTimeout(PATIENCE_MS);

it('the quick form of streams finds nothing short', async () => {
  const { stdout } = await runProof('streams', '--quick');
  expect(stdout).toContain('  ok ');
  expect(stdout).not.toContain('SHORT');
});
