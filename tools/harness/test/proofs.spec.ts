import { expect, it, jest } from '@jest/globals';
import { PATIENCE_MS, runProof } from './run-proof.js';

jest.setTimeout(PATIENCE_MS);

// `duplicates`, `cuts`, `rates` and `outage` measure times as well, which a busy machine spoils: they are run on demand, and
// idempotency.spec, money.spec, rate-limits.spec and failures.spec show what they show, without a clock. Each of the others
// is a file of its own here, since files run side by side; of `stalls` and `overload` the times are not looked at.
it('refuses a name that is no proof, and says which there are', async () => {
  await expect(runProof('nothing')).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining('duplicates|kill'),
  });
});
