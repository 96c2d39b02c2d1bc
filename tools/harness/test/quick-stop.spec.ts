import { expect, it, jest } from '@jest/globals';
import { PATIENCE_MS, runProof } from './run-proof.js';

jest.setTimeout(PATIENCE_MS);

it('the quick form of stop finds nothing short', async () => {
  const { stdout } = await runProof('stop', '--quick');
  expect(stdout).toContain('  ok ');
  expect(stdout).not.toContain('SHORT');
});
