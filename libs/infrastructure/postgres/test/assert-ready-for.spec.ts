import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase } from '@radiant/embedded/testing';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { assertMigrated, assertRoleFor, MIGRATION_LEVEL, type Duty } from '../src/assert-ready-for.js';
import { createDataSource } from '../src/data-source.js';
import { openTestStore, optionsFor, type TestStore } from './test-store.js';

let store: TestStore;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

async function asked(url: string, ask: (dataSource: DataSource) => Promise<void>): Promise<string> {
  const dataSource = await createDataSource(optionsFor(url));
  try {
    return await ask(dataSource).then(
      () => 'fit',
      (error: unknown) => (error instanceof Error ? error.message : 'failed'),
    );
  } finally {
    await dataSource.destroy();
  }
}

describe('the level of a database', () => {
  it('is that of the newest migration', () => {
    const files = readdirSync(path.resolve(import.meta.dirname, '../../../../migrations')).sort();
    expect(Number(files.at(-1)?.slice(0, 4))).toBe(MIGRATION_LEVEL);
  });

  it.each(['appUrl', 'adminUrl'] as const)('is read by every role (%s)', async (role) => {
    expect(await asked(store.database[role], assertMigrated)).toBe('fit');
  });

  it.each([
    [`comment on table schema_migrations is '${MIGRATION_LEVEL - 1}'`, `stands at migration ${MIGRATION_LEVEL - 1}`],
    ['drop table schema_migrations', 'is not migrated'],
    [`comment on table schema_migrations is '${MIGRATION_LEVEL + 1}'`, 'fit'],
  ])('that is too low is named, with the cure (%s)', async (change, said) => {
    const database = await createTestDatabase();
    const superuser = new pg.Client({ connectionString: database.superuserUrl });
    try {
      await superuser.connect();
      await superuser.query(change);
      const found = await asked(database.appUrl, assertMigrated);
      expect(found).toContain(said);
      if (said !== 'fit') expect(found).toContain(`needs ${MIGRATION_LEVEL}: run \`npm run migrate\``);
    } finally {
      await superuser.end();
      await database.drop();
    }
  });
});

describe('the role of a process', () => {
  const said = (role: 'appUrl' | 'adminUrl', duty: Duty) =>
    asked(store.database[role], (dataSource) => assertRoleFor(dataSource, duty));

  it('is the one for its duty', async () => {
    expect([await said('appUrl', 'calls'), await said('adminUrl', 'administration')]).toEqual(['fit', 'fit']);
  });

  it('is named when it is that of the other process', async () => {
    expect(await said('appUrl', 'administration')).toBe(
      'admin-api logs in as radiant_admin, and radiant_app may not change keys and tenants.',
    );
    expect(await said('adminUrl', 'calls')).toBe(
      'public-api logs in as radiant_app, and radiant_admin may change keys and tenants.',
    );
  });
});
