import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { tenantId } from '@radiant/kernel';
import { DataSource, EntitySchema, type MixedList } from 'typeorm';
import { ENTITIES } from '../src/data-source.js';
import { openTestStore, refusal, type TestStore } from './test-store.js';

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

describe('the tables', () => {
  it.each([
    "insert into providers (id, name, type) values ('p', 'P', 'imaginary')",
    "insert into providers (id, name, type) values ('not an id', 'P', 'external')",
    "insert into providers (id, name, type, base_url) values ('p', 'P', 'external', 'file:///etc/passwd')",
    "insert into tenants (id, app_id, name, status) values (gen_random_uuid(), 'a', 'T', 'gone')",
    `insert into api_keys (id, tenant_id, app_id, name, prefix, hash)
     values (gen_random_uuid(), '${TENANT}', 'a', 'K', 'rad_dev_AAAAAAAAAAAA', repeat('G', 64))`,
  ])('refuse: %s', async (statement) => {
    expect(await refusal(store.database.superuserUrl, statement)).toBe(CHECK_VIOLATION);
  });

  it('begin every index of a tenant with the tenant, but for those that serve what crosses tenants', async () => {
    const indexes: { name: string; first: string }[] = await store.superuser.query(
      `select i.indexrelid::regclass::text as name, a.attname as first
       from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
       where exists (select from pg_attribute t where t.attrelid = i.indrelid and t.attname = 'tenant_id')
         and i.indrelid::regclass::text not like 'pg_%' order by 1`,
    );
    expect(indexes.length).toBeGreaterThan(20);
    expect(indexes.filter(({ first }) => first !== 'tenant_id')).toEqual([
      { name: 'api_keys_hash_key', first: 'hash' },
      { name: 'audit_logs_oldest', first: 'occurred_at' },
      { name: 'audit_logs_provider', first: 'provider_id' },
      { name: 'audit_logs_subjects', first: 'subjects' },
      { name: 'idempotent_calls_forgotten', first: 'keep_until' },
      { name: 'idempotent_calls_kept', first: 'keep_until' },
      { name: 'invoices_number', first: 'issuer' },
      { name: 'ledger_entries_posted', first: 'posted_at' },
      { name: 'webhook_deliveries_due', first: 'due_at' },
    ]);
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
