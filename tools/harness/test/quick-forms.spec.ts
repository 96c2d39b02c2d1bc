import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, jest } from '@jest/globals';

jest.setTimeout(600_000); // an own PostgreSQL and processes of the app for each

const WORKSPACE = path.resolve(import.meta.dirname, '../../..');

describe('the quick form of the harness', () => {
  // `duplicates`, `cuts`, `rates` and `outage` measure times as well, which a busy machine spoils: they are run on demand,
  // and idempotency.spec, money.spec, rate-limits.spec and failures.spec show what they show, without a clock.
  it.each(['kill', 'disk', 'stop', 'streams', 'export'])('%s finds nothing short', async (proof) => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--no-warnings', 'tools/run.mjs', 'harness', proof, '--quick'],
      { cwd: WORKSPACE },
    );
    expect(stdout).toContain('  ok ');
    expect(stdout).not.toContain('SHORT');
  });

  it('refuses a name that is no proof, and says which there are', async () => {
    const run = promisify(execFile)(process.execPath, ['--no-warnings', 'tools/run.mjs', 'harness', 'nothing'], {
      cwd: WORKSPACE,
    });
    await expect(run).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('duplicates|kill') });
  });
});
