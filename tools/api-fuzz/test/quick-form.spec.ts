import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, jest } from '@jest/globals';

jest.setTimeout(300_000); // engines and processes of the apps of its own

const WORKSPACE = path.resolve(import.meta.dirname, '../../..');
const fuzz = (...options: readonly string[]) =>
  promisify(execFile)(process.execPath, ['--no-warnings', 'tools/run.mjs', 'api-fuzz', ...options], { cwd: WORKSPACE });

describe('requests made from the descriptions', () => {
  it('are all answered as the descriptions say: the quick form', async () => {
    const { stdout } = await fuzz('--requests', '400', '--seed', '20');
    expect(stdout).toMatch(/sent: hostile \d{3}, near \d{3}, raw 8, valid \d{3};/);
    expect(stdout).toContain('off their description: 0 (required: 0)');
    expect(stdout).not.toContain('SHORT');
  });

  it('are refused when the options are not understood', async () => {
    await expect(fuzz('--request', '1')).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--requests 50000'),
    });
  });
});
