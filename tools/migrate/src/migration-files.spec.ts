import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MigrationError } from './migration-error.js';
import { readMigrations } from './migration-files.js';

describe('readMigrations', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(path.join(os.tmpdir(), 'radiant-migrations-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const write = (name: string, text = 'select 1;') => writeFileSync(path.join(directory, name), text);

  it('reads them in order and leaves other files alone', () => {
    write('0002_models.sql');
    write('0001_tenants.sql');
    write('README.md');
    expect(readMigrations(directory).map(({ version, name }) => [version, name])).toEqual([
      [1, '0001_tenants.sql'],
      [2, '0002_models.sql'],
    ]);
  });

  it('finds nothing in an empty folder', () => {
    expect(readMigrations(directory)).toEqual([]);
  });

  it('gives a file with Windows line ends the same checksum, and a changed one another', () => {
    write('0001_a.sql', 'select 1;\nselect 2;\n');
    write('0002_b.sql', 'select 1;\r\nselect 2;\r\n');
    write('0003_c.sql', 'select 1;\nselect 3;\n');
    const [unix, windows, changed] = readMigrations(directory).map((file) => file.checksum);
    expect(windows).toBe(unix);
    expect(changed).not.toBe(unix);
  });

  it.each([
    ['a gap', ['0001_a.sql', '0003_c.sql'], '0003_c.sql leaves a gap: number 2 is missing'],
    ['a start above 1', ['0002_b.sql'], '0002_b.sql leaves a gap: number 1 is missing'],
    ['number 0', ['0000_a.sql'], '0000_a.sql leaves a gap: number 1 is missing'],
    ['a number used twice', ['0001_a.sql', '0001_b.sql'], '0001_a.sql and 0001_b.sql have the same number'],
    ['another name', ['1_a.sql'], '1_a.sql is not named NNNN_name.sql'],
    ['capital letters', ['0001_A.sql'], '0001_A.sql is not named NNNN_name.sql'],
  ])('refuses %s', (_, names, message) => {
    for (const name of names) write(name);
    expect(() => readMigrations(directory)).toThrow(MigrationError);
    expect(() => readMigrations(directory)).toThrow(message);
  });

  it('refuses a folder that is not there', () => {
    expect(() => readMigrations(path.join(directory, 'none'))).toThrow(/Cannot read the migrations in .*none/);
  });
});
