import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, lstatSync, mkdirSync, readdirSync, rmSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '../test/temporary-folder.js';
import { runAs, serverAccount } from './account.js';
import { installedPackage, locateBinaries } from './binaries.js';

const folder = temporaryFolder();
const account = serverAccount(path.join(folder, 'no-data-yet'));

/** A package as `npm ci --ignore-scripts` leaves it: without the links between its libraries. */
function installWithoutLinks(name: string) {
  const root = path.join(folder, name);
  cpSync(installedPackage().root, root, { recursive: true, verbatimSymlinks: true });
  const library = path.join(root, 'native', 'lib');
  for (const entry of readdirSync(library, { withFileTypes: true })) {
    if (entry.isSymbolicLink()) rmSync(path.join(library, entry.name));
  }
  return { root, version: 'test' };
}

/** One that the server's account cannot use in place: root's is unreachable, anybody else's cannot be completed. */
function installOutOfReach(name: string) {
  const installed = installWithoutLinks(name);
  chmodSync(
    account.switched ? installed.root : path.join(installed.root, 'native', 'lib'),
    account.switched ? 0o700 : 0o555,
  );
  return installed;
}

const version = (postgres: string) =>
  execFileSync(postgres, ['--version'], { ...runAs(account), cwd: '/', encoding: 'utf8' });

describe('locateBinaries', () => {
  beforeAll(() => chmodSync(folder, 0o755));

  it('makes the links that an install without scripts lacks, and uses the package in place', () => {
    const installed = installWithoutLinks('complete');
    const { postgres } = locateBinaries(account, path.join(folder, 'unused'), installed);
    expect(postgres.startsWith(installed.root)).toBe(true);
    expect(version(postgres)).toMatch(/^postgres \(PostgreSQL\) 18\./);
    expect(lstatSync(path.join(folder, 'unused'), { throwIfNoEntry: false })).toBeUndefined();
  });

  describe('when the server cannot use them where npm put them', () => {
    const installed = installOutOfReach('apart');
    afterAll(() => chmodSync(path.join(installed.root, 'native', 'lib'), 0o755));

    it('copies them once, keyed by version, where only this user can write', () => {
      const cache = path.join(folder, 'cache');
      const { postgres } = locateBinaries(account, cache, installed);
      expect(version(postgres)).toMatch(/^postgres \(PostgreSQL\) 18\./);
      const before = statSync(postgres).ino;
      expect(statSync(locateBinaries(account, cache, installed).postgres).ino).toBe(before);
      expect(readdirSync(path.join(cache, 'radiant'))).toEqual(['postgresql-test']);
      expect(statSync(path.join(cache, 'radiant')).mode & 0o022).toBe(0);
    });

    it('refuses a cache folder that others can write', () => {
      const cache = path.join(folder, 'open');
      mkdirSync(path.join(cache, 'radiant'), { recursive: true });
      chmodSync(path.join(cache, 'radiant'), 0o777);
      expect(() => locateBinaries(account, cache, installed)).toThrow(/can be written by others.*remove it/);
    });

    it('refuses a link in place of the cache folder', () => {
      const cache = path.join(folder, 'linked');
      mkdirSync(cache);
      symlinkSync(folder, path.join(cache, 'radiant'));
      expect(() => locateBinaries(account, cache, installed)).toThrow(/remove it/);
    });

    it('says so when the cache folder cannot be made', () => {
      expect(() => locateBinaries(account, '/dev/null', installed)).toThrow(/Cannot create .*DATABASE_URL/);
    });
  });
});
