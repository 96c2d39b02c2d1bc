import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type EmbeddedPostgres, ensureRoles, OWNER_ROLE, startPostgres } from '@radiant/embedded';
import pg from 'pg';
import { migrate } from '../src/migrate.js';

jest.setTimeout(180_000);

const MIGRATIONS = path.resolve(import.meta.dirname, '../../../migrations');
const folder = mkdtempSync(path.join(os.tmpdir(), 'radiant-upgrade-'));
const CLINIC = '11111111-1111-4111-8111-111111111111';
const [OWN, PLATFORMS, RELEASED] = [1, 2, 3].map((n) => `00000000-0000-4000-8000-00000000000${n}`);

const [OLD_KEY, SUCCESSOR] = [4, 5].map((n) => `00000000-0000-4000-8000-00000000000${n}`);

/** A database of the release before, as its processes left it. */
const BEFORE = `
  insert into tenants (id, app_id, name) values ('${CLINIC}', 'default', 'Clinic');
  insert into legal_holds (tenant_id, id, reason, placed_by, placed_at, released_by, released_at) values
    ('${CLINIC}', '${OWN}', '\\x00', 'grace', '2026-03-01 10:00:00.1239+00', null, null),
    ('${CLINIC}', '${PLATFORMS}', '\\x00', 'root', '2026-03-02 10:00:00.1239+00', null, null),
    ('${CLINIC}', '${RELEASED}', '\\x00', 'root', '2026-03-03 10:00+00', 'grace', '2026-03-04 10:00+00');
  insert into audit_logs (tenant_id, id, content_hash, occurred_at, retention_class, action, cross_tenant, resource_type,
      resource_id)
    select '${CLINIC}', gen_random_uuid(), repeat('0', 64), h.placed_at, 'change', 'legal_hold.place',
        h.placed_by = 'root', 'legal_hold', h.id from legal_holds h;
  insert into api_keys (id, tenant_id, app_id, name, prefix, hash, replaced_by) values
    ('${SUCCESSOR}', '${CLINIC}', 'default', 'ward 3', 'rad_dev_AAAAAAAAAAAA', repeat('a', 64), null),
    ('${OLD_KEY}', '${CLINIC}', 'default', 'ward 3', 'rad_dev_BBBBBBBBBBBB', repeat('b', 64), '${SUCCESSOR}');
  insert into rate_counters (tenant_id, name, whole_at, capacity, period)
    values ('${CLINIC}', 'tenant', extract(epoch from now()) * 1000 + 30000, 10, 60000)`;

const [FIRST, SECOND, THIRD, ALONE] = [6, 7, 8, 9].map((n) => `00000000-0000-4000-8000-00000000000${n}`);

/** Keys that were rotated since it is kept whose place they took, each with the budget that its rotation made. */
const ROTATED = `
  insert into api_keys (id, tenant_id, app_id, name, prefix, hash, replaced_by, lineage) values
    ('${FIRST}', '${CLINIC}', 'default', 'ward 4', 'rad_dev_CCCCCCCCCCCC', repeat('c', 64), '${SECOND}', null),
    ('${SECOND}', '${CLINIC}', 'default', 'ward 4', 'rad_dev_DDDDDDDDDDDD', repeat('d', 64), '${THIRD}', '${FIRST}'),
    ('${THIRD}', '${CLINIC}', 'default', 'ward 4', 'rad_dev_EEEEEEEEEEEE', repeat('e', 64), null, '${FIRST}');
  insert into budgets (tenant_id, id, period, limit_picos, hard, scope, scope_value, created_at, created_by) values
    ('${CLINIC}', '${FIRST}', 'month', 100, true, 'key', '${FIRST}', '2026-03-01', 'grace'),
    ('${CLINIC}', '${SECOND}', 'month', 100, true, 'key', '${SECOND}', '2026-03-02', 'grace'),
    ('${CLINIC}', '${THIRD}', 'day', 200, true, 'key', '${THIRD}', '2026-03-03', 'grace'),
    ('${CLINIC}', '${ALONE}', 'month', 100, true, 'key', '${OLD_KEY}', '2026-03-03', 'grace');
  insert into budget_counters (tenant_id, budget_id, period_start, period_end, spent_picos, held_picos) values
    ('${CLINIC}', '${FIRST}', '2026-03-01', '2026-04-01', 40, 7), ('${CLINIC}', '${SECOND}', '2026-03-01', '2026-04-01', 30, 0),
    ('${CLINIC}', '${ALONE}', '2026-03-01', '2026-04-01', 40, 0);
  insert into usage_records (tenant_id, request_id, app_id, api_key_id, model_id, provider_id, request_type, input_tokens,
      cached_input_tokens, output_tokens, reasoning_tokens, cost_picos, billed_amount_picos, estimated, price_version,
      latency_ms, created_at)
    select '${CLINIC}', gen_random_uuid(), 'default', used.key::uuid, 'm', 'p', 'chat.completion', 1, 0, 1, 0, 1,
        used.billed, false, 1, 1, '2026-03-05'
      from (values ('${FIRST}', 40), ('${SECOND}', 30), ('${OLD_KEY}', 40)) as used (key, billed)`;

describe('an upgrade of a database with rows of the release before', () => {
  let server: EmbeddedPostgres;
  let superuser: pg.Client;

  beforeAll(async () => {
    server = await startPostgres({ directory: path.join(folder, 'postgres'), durable: false });
    const { password } = new URL(server.superuserUrl);
    const passwords = { ownerPassword: password, appPassword: password, adminPassword: password };
    await ensureRoles(server.superuserUrl, { database: 'radiant', ...passwords });
    const url = new URL(server.superuserUrl);
    url.pathname = '/radiant';
    superuser = new pg.Client({ connectionString: url.href });
    await superuser.connect();
    url.username = OWNER_ROLE;
    const directory = path.join(folder, 'migrations');
    mkdirSync(directory);
    const files = readdirSync(MIGRATIONS).filter((name) => name.endsWith('.sql'));
    const bring = (wanted: (name: string) => boolean) => {
      for (const name of files.filter(wanted)) copyFileSync(path.join(MIGRATIONS, name), path.join(directory, name));
      return migrate({ url: url.href, directory });
    };
    await bring((name) => name < '0039');
    await superuser.query(BEFORE);
    await bring((name) => name < '0043');
    await superuser.query(ROTATED);
    await bring(() => true);
  });
  afterAll(async () => {
    await superuser.end();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('leaves legal holds that a super administrator placed to super administrators', async () => {
    const { rows } = await superuser.query('select id from legal_holds where by_platform order by id');
    expect(rows).toEqual([{ id: PLATFORMS }, { id: RELEASED }]);
  });

  it('gives nobody a right to change that afterwards', async () => {
    const { rows } = await superuser.query(
      `select r as role from unnest(array['radiant_app', 'radiant_admin', 'radiant_batch']) r
         where has_column_privilege(r, 'legal_holds', 'by_platform', 'update')`,
    );
    const policies = await superuser.query(
      "select policyname from pg_policies where tablename = 'legal_holds' order by 1",
    );
    expect(rows).toEqual([]);
    expect(policies.rows).toEqual([{ policyname: 'own_tenant' }, { policyname: 'retention' }]);
  });

  it('leaves keys as they were: what each of them began under its own id stays its own', async () => {
    const { rows } = await superuser.query(
      "select f.id, f.lineage from unnest(array['a', 'b']) h, find_api_key(repeat(h, 64)) f order by h",
    );
    expect(rows).toEqual([
      { id: SUCCESSOR, lineage: null },
      { id: OLD_KEY, lineage: null },
    ]);
  });

  it('makes one budget of those of a rotated key, and counts what was spent with any key of the line', async () => {
    const { rows } = await superuser.query(
      `select b.id, b.scope_value, b.ended_by, c.spent_picos::int as spent, c.held_picos::int as held,
          (select array_agg(a.percent order by 1) from budget_alerts a where a.budget_id = b.id) as alerts
        from budgets b left join budget_counters c on c.budget_id = b.id order by b.id`,
    );
    expect(rows).toEqual([
      { id: FIRST, scope_value: [FIRST, SECOND, THIRD].join(' '), ended_by: null, spent: 70, held: 7, alerts: [50] },
      { id: SECOND, scope_value: SECOND, ended_by: 'upgrade', spent: 30, held: 0, alerts: null },
      {
        id: THIRD,
        scope_value: [FIRST, SECOND, THIRD].join(' '),
        ended_by: null,
        spent: null,
        held: null,
        alerts: null,
      },
      { id: ALONE, scope_value: OLD_KEY, ended_by: null, spent: 40, held: 0, alerts: null },
    ]);
  });

  it('leaves the batches of the gateway no right to change budgets', async () => {
    const { rows } = await superuser.query(
      "select has_any_column_privilege('radiant_batch', 'budgets', 'update') as may",
    );
    expect(rows).toEqual([{ may: false }]);
  });

  it('counts on from how much of a limit is used up', async () => {
    const limits = [{ name: 'tenant', capacity: 10, period: 60_000, cost: 6 }];
    const asked = { tenant_id: CLINIC, at: Date.now(), now: Date.now(), forced: false, limits };
    const take = (cost: number) => JSON.stringify([{ ...asked, limits: [{ ...limits[0], cost }] }]);
    const taken = async (cost: number) =>
      (await superuser.query<{ taken: boolean }>('select taken from take_rates($1)', [take(cost)])).rows[0]?.taken;
    expect([await taken(6), await taken(4)]).toEqual([false, true]); // half of it was
  });

  it('sums up new lines of the ledger as they come, so that a look at the last hour does not read them all', async () => {
    const { rows } = await superuser.query("select reloptions from pg_class where relname = 'ledger_entries_posted'");
    expect(rows).toEqual([{ reloptions: ['autosummarize=on'] }]);
  });
});
