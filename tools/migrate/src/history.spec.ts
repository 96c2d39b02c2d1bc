import { describe, expect, it } from '@jest/globals';
import { pendingMigrations } from './history.js';
import type { MigrationFile } from './migration-files.js';

const file = (version: number, checksum = `sum ${version}`): MigrationFile => ({
  version,
  name: `000${version}_file.sql`,
  sql: 'select 1',
  checksum,
});
const versions = (files: readonly MigrationFile[]) => files.map(({ version }) => version);

describe('pendingMigrations', () => {
  it('answers the files after the newest applied one', () => {
    expect(versions(pendingMigrations([file(1), file(2), file(3)], []))).toEqual([1, 2, 3]);
    expect(versions(pendingMigrations([file(1), file(2), file(3)], [file(1), file(2)]))).toEqual([3]);
    expect(versions(pendingMigrations([file(1)], [file(1)]))).toEqual([]);
  });

  it('leaves a database alone that is ahead of this release', () => {
    expect(pendingMigrations([file(1)], [file(1), file(2)])).toEqual([]);
  });

  it('refuses a file that was changed after it was applied', () => {
    expect(() => pendingMigrations([file(1, 'changed'), file(2)], [file(1)])).toThrow(
      '0001_file.sql is not what was applied as 0001_file.sql',
    );
  });

  it('refuses a new file that is older than an applied one', () => {
    expect(() => pendingMigrations([file(1), file(2), file(3)], [file(1), file(3)])).toThrow(
      '0002_file.sql is older than 0003_file.sql',
    );
  });
});
