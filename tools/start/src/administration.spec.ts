import { afterEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ADMINISTRATION_FILE, administrationOnly, administrationVariables } from './administration.js';

const directories: string[] = [];
afterEach(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
});
const directoryWith = (content?: string): string => {
  const directory = mkdtempSync(path.join(tmpdir(), 'radiant-administration-test-'));
  directories.push(directory);
  if (content !== undefined) writeFileSync(path.join(directory, ADMINISTRATION_FILE), content);
  return directory;
};

describe('the variables of the administration', () => {
  it('are those that RADIANT reads, and nothing else of the surroundings', () => {
    const read = { DATABASE_URL: 'postgres://x', RADIANT_KEYRING: '1:x', KMS_KEY_ID: 'key', AWS_REGION: 'eu-west-1' };
    const others = { PATH: '/bin', HOME: '/root', GITHUB_TOKEN: 'x', MY_DATABASE_URL: 'x', TIER: undefined };
    expect(administrationOnly({ ...read, ...others })).toEqual(read);
  });

  it('are found again by the folder of a running start', () => {
    expect(administrationVariables(directoryWith('{"DATABASE_URL":"postgres://x","PATH":"/bin"}'))).toEqual({
      DATABASE_URL: 'postgres://x',
    });
  });

  it.each([undefined, 'null'])('are not there when nothing runs (%p)', (content) => {
    expect(() => administrationVariables(directoryWith(content))).toThrow('RADIANT is not running here');
  });
});
