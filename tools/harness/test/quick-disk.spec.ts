import { expect, it, jest } from '@jest/globals';
import { PATIENCE_MS, runProof } from './run-proof.js';

jest.setTimeout(PATIENCE_MS);

it('the quick form of disk finds nothing short', async () => {
  const { stdout } = await runProof('disk', '--quick');
  expect(stdout).toContain('  ok ');
  expect(stdout).not.toContain('SHORT');
});
