import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll } from '@jest/globals';

/** A folder that only this user can enter, removed after the test file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'radiant-embedded-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
