import { afterAll } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Makes directories that the end of the tests takes away. */
export function temporaryDirectories(): () => string {
  const root = mkdtempSync(path.join(tmpdir(), 'spool-test-'));
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  let made = 0;
  return () => {
    made += 1;
    return path.join(root, String(made), 'spool');
  };
}
