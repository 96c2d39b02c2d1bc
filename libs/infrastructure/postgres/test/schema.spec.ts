import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { tenantId } from '@radiant/kernel';
import { DataSource, EntitySchema, type MixedList } from 'typeorm';
import { ENTITIES } from '../src/data-source.js';
import { openTestStore, refusal, type TestStore } from './test-store.js';

const FORBIDDEN = '42501';
const CHECK_VIOLATION = '23514';
const TENANT = '11111111-1111-4111-8111-111111111111';

let store: TestStore;
beforeAll(async () => {
  store = await openTestStore();
  await store.addTenant(tenantId(TENANT));
});
afterAll(() => store.close());

describe('the entities', () => {
  it('have the columns of the migrated tables, with their types, defaults and nullability', async () => {
    expect(await columnDrift(ENTITIES)).toEqual([]);
  });

  it('would be seen to differ by one missing and one mistyped column', async () => {
    const wrong = new EntitySchema<{ id: string; name: number }>({
      name: 'provider',
      tableName: 'providers',
      columns: { id: { type: 'text', primary: true }, name: { type: 'integer' } },
    });
    const drift = (await columnDrift([wrong])).join('\n');
    expect(drift).toContain('DROP COLUMN "base_url"');
    expect(drift).toContain('ADD "name" integer');
  });
});

describe('the role of the applications', () => {
  it.each([
    'update usage_records set billed_amount_picos = 0',
    'delete from usage_records',
    'truncate usage_records',
    'insert into tenants (id, app_id, name) values (gen_random_uuid(), $$a$$, $$b$$)',
    'update tenants set status = $$active$$',
    'update api_keys set revoked_at = null',
    'delete from api_keys',
    'update model_prices set input_picos = 0',
    'update models set status = $$active$$',
    'update providers set baa_available = true',
    'create table public.own (id int)',
    'select * from schema_migrations',
  ])('may not: %s', async (statement) => {
    expect(await refusal(store.database.appUrl, statement)).toBe(FORBIDDEN);
  });

  it.each([
    'select * from providers, models, model_prices, tenants, api_keys, usage_records',
    'update api_keys set last_used_at = now()',
  ])('may: %s', async (statement) => {
    expect(await refusal(store.database.appUrl, statement)).toBeUndefined();
  });
});

describe('the tables', () => {
  it.each([
    "insert into providers (id, name, type) values ('p', 'P', 'imaginary')",
    "insert into providers (id, name, type) values ('not an id', 'P', 'external')",
    "insert into providers (id, name, type, base_url) values ('p', 'P', 'external', 'file:///etc/passwd')",
    "insert into tenants (id, app_id, name, status) values (gen_random_uuid(), 'a', 'T', 'gone')",
    `insert into api_keys (id, tenant_id, app_id, name, prefix, hash)
     values (gen_random_uuid(), '${TENANT}', 'a', 'K', 'rad_dev_AAAAAAAAAAAA', repeat('G', 64))`,
  ])('refuse: %s', async (statement) => {
    expect(await refusal(store.database.ownerUrl, statement)).toBe(CHECK_VIOLATION);
  });

  it('begin every index of a tenant with the tenant, the hash of a key excepted', async () => {
    const indexes: { name: string; first: string }[] = await store.owner.query(
      `select i.indexrelid::regclass::text as name, a.attname as first
       from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
       where i.indrelid in ('api_keys'::regclass, 'usage_records'::regclass)`,
    );
    expect(indexes.length).toBeGreaterThan(3);
    expect(indexes.filter(({ first }) => first !== 'tenant_id').map(({ first }) => first)).toEqual(['hash']);
  });
});

/**
 * What TypeORM would change to make the tables fit `entities`. Constraints, indexes and comments are the migrations'
 * own and not repeated in the entities, so only statements about columns and tables count.
 */
async function columnDrift(entities: MixedList<EntitySchema>): Promise<string[]> {
  const source = new DataSource({
    type: 'postgres',
    url: store.database.ownerUrl,
    entities,
    installExtensions: false,
  });
  await source.initialize();
  try {
    const { upQueries } = await source.driver.createSchemaBuilder().log();
    return upQueries
      .map(({ query }) => query)
      .filter((query) => !/ (DROP|ADD) CONSTRAINT |(DROP|CREATE) (UNIQUE )?INDEX |^COMMENT ON /.test(query));
  } finally {
    await source.destroy();
  }
}
