import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { tenantId } from '@radiant/kernel';
import { callableIn, grantedIn } from './granted.js';
import { openTestStore, refusal, type TestStore } from './test-store.js';

const FORBIDDEN = '42501';
const CLINIC = tenantId('11111111-1111-4111-8111-111111111111');
const SCOPE = `begin; set local app.tenant_id = '${CLINIC}';`;

let store: TestStore;
beforeAll(async () => {
  store = await openTestStore();
  await store.addTenant(CLINIC);
});
afterAll(() => store.close());

const APPENDED =
  'action actor_kind admin_id api_key_id app_id body content_hash cross_tenant id model_id occurred_at outcome phi ' +
  'phi_disclosed provider_id request_id resource_id resource_type retention_class subjects tenant_id user_id';
const REQUESTED = 'app_id created_at expires_at id mapping_id reason requested_by requested_with tenant_id text';
const PROVIDED =
  'auth_type baa_available base_url capabilities config connection credential draining hipaa_compliant name region revision status ' +
  'type updated_at';
const MODELLED =
  'capabilities context_window deprecation_date description display_name draining has_thinking_mode max_output_tokens ' +
  'name release_date revision specialty status supports_functions supports_streaming supports_vision thermal_config ' +
  'thermal_state thinking_budget_tokens type updated_at';
const CORRECTED =
  'billed_amount_picos cached_input_tokens cost_picos estimated input_tokens latency_ms markup_basis_points markup_version ' +
  'model_id origin output_tokens price_version provider_id reasoning_tokens usage_detail';
const DRAFTED =
  'created_at created_by credits customer exact_picos id issuer kind period_end period_start reason tenant_id ' +
  'time_zone total_cents';
const PURGED =
  'action actor_kind admin_id api_key_id app_id body cross_tenant model_id outcome phi phi_disclosed provider_id ' +
  'purged_at request_id resource_id resource_type subjects user_id';

describe('what is granted', () => {
  it('to the application', async () => {
    expect(await grantedIn(store, 'radiant_app')).toEqual({
      admin_sessions: 'insert, select, update(last_used_at)',
      agreement_warnings: 'select',
      agreements: 'select',
      api_keys: 'select',
      app_users: 'insert, select, update(invitation_id last_seen_at status)',
      apps: 'select',
      audit_logs: `insert(${APPENDED})`,
      booked_usage: 'select',
      break_glass_grants: 'select',
      budget_alerts: 'select',
      budget_counters: 'select',
      budgets: 'select',
      corrected_usage: 'select',
      data_keys: 'insert, select, update(destroyed_at wrapped wrapped_by)',
      idempotent_calls: 'delete, select, update(claimed_until reply)',
      invitations: 'insert, select, update(accepted_at revoked_at)',
      job_turns: 'insert, select, update(taken_until)',
      ledger_entries: 'select',
      legal_holds: 'select',
      model_activities: 'insert, select, update(called_at woken_at)',
      model_prices: 'select',
      models: 'select',
      providers: 'select',
      reidentification_requests: `insert(${REQUESTED}), select`,
      replicas: 'delete, insert, select, update(breakers metrics told_at)',
      reservations: 'select',
      routing_rules: 'select',
      tenant_markups: 'select',
      tenants: 'select',
      token_revocations: 'insert, select',
      usage_records: 'select',
    });
  });

  it('to the administration besides', async () => {
    expect(await grantedIn(store, 'radiant_admin')).toEqual({
      agreement_warnings: 'insert',
      agreements: 'insert, update(document_reference effective_from expires_at region revision services updated_at)',
      api_keys: 'insert, update(expires_at limits name replaced_by revoked_at scopes trusted_forwarder)',
      apps: 'insert, update(name status)',
      audit_chains: 'select',
      audit_logs: 'select',
      break_glass_grants:
        'insert, update(decided_at decided_by expires_at review reviewed_at reviewed_by starts_at status)',
      budgets: 'insert, update(ended_at ended_by scope_value)',
      invoice_lines: 'insert, select',
      invoices: `delete, insert(${DRAFTED}), select`,
      legal_holds: 'insert, update(released_at released_by)',
      model_prices: 'insert',
      price_imports: 'insert, select, update(decided_at decided_by status taken)',
      provider_bill_lines: 'insert, select',
      provider_bills: 'insert, select',
      models: `insert, update(${MODELLED})`,
      providers: `insert, update(${PROVIDED})`,
      reidentification_requests: 'update(decided_at decided_by decision_reason status)',
      routing_rules: 'delete, insert, update(prefer revision targets updated_at)',
      tenant_markups: 'insert',
      tenants: 'insert, update(domain name phi_config revision settings status time_zone updated_at)',
      webhook_deliveries: 'insert(created_at data event id tenant_id), select, update(answered due_at ended_at status)',
      webhooks: 'delete, insert, select, update(id secret updated_at updated_by url)',
      usage_corrections: 'insert, select',
    });
  });

  it('to the roles of the functions', async () => {
    expect(await grantedIn(store, 'radiant_batch')).toEqual({
      api_keys: 'select, update(last_used_at)',
      audit_chains: 'insert, select, update',
      audit_logs: 'insert, select, update(hash sequence)',
      booked_usage: 'select',
      budget_alerts: 'insert, select',
      budget_counters: 'insert, select, update',
      budgets: 'select',
      corrected_usage: 'insert, select',
      idempotent_calls: 'delete, insert, select, update(reply)',
      invoice_lines: 'select',
      invoice_series: 'insert, select, update',
      invoices: 'select, update(finalised_at finalised_by number status)',
      ledger_entries: 'insert, select',
      legal_holds: 'select',
      open_streams: 'delete, insert, select, update',
      rate_counters: 'insert, select, update',
      reservations: 'delete, insert, select, update(budget_ids)',
      tenants: 'select',
      usage_records: `insert, select, update(${CORRECTED})`,
      webhook_deliveries: 'insert, select, update(attempts due_at)',
      webhooks: 'select',
    });
    expect(await grantedIn(store, 'radiant_retention')).toEqual({
      audit_logs: `select, update(${PURGED})`,
      legal_holds: 'select',
      reidentification_requests: 'select, update(text)',
    });
  });

  it('of functions with rights of their own, and of none to everybody', async () => {
    const app = [
      'append_audit',
      'claim_keys',
      'find_api_key',
      'forget_replies',
      'keep_streams',
      'receipt_links',
      'receipt_rows',
      'reserve_calls',
      'seal_audit',
      'settle_calls',
      'settle_expired',
      'take_rates',
      'unclaim_keys',
    ];
    expect(await callableIn(store, 'radiant_app')).toEqual(app);
    expect(await callableIn(store, 'radiant_admin')).toEqual(
      [
        'audit_of_subject',
        'books_at_a_glance',
        'claim_webhook_deliveries',
        'correct_usage',
        'finalise_invoice',
        'forget_reidentified_texts',
        'missing_invoice_numbers',
        'purge_audit',
        ...app,
      ].sort(),
    );
    expect(await callableIn(store, 'pg_monitor')).toEqual([]);
  });

  it('nobody may log in as the roles of the functions, and they may create nothing', async () => {
    const roles: unknown[] = await store.superuser.query(
      `select rolname as name, rolcanlogin as login, has_schema_privilege(oid, 'public', 'create') as creates
       from pg_roles where rolname in ('radiant_batch', 'radiant_retention') order by 1`,
    );
    expect(roles).toEqual([
      { name: 'radiant_batch', login: false, creates: false },
      { name: 'radiant_retention', login: false, creates: false },
    ]);
  });
});

describe('the application', () => {
  it.each([
    'update usage_records set billed_amount_picos = 0',
    'delete from usage_records',
    'truncate usage_records',
    'insert into usage_records (tenant_id, request_id) values (gen_random_uuid(), gen_random_uuid())',
    'update ledger_entries set amount_picos = 1',
    'delete from ledger_entries',
    "insert into ledger_entries (tenant_id, request_id, entry, account, amount_picos, kind, price_version) values (gen_random_uuid(), gen_random_uuid(), 1, 'margin', 1, 'charge', 1)",
    'delete from reservations',
    'select from open_streams',
    'delete from open_streams',
    'update budget_counters set held_picos = 0',
    'update budgets set limit_picos = 1',
    "select count_budgets('[]')",
    'select from invoices',
    "select finalise_invoice(gen_random_uuid(), gen_random_uuid(), now(), 'me')",
    'select from audit_logs',
    'select from audit_chains',
    'update audit_logs set body = null',
    'delete from audit_logs',
    'insert into audit_logs (tenant_id, id, sequence, hash) values (gen_random_uuid(), gen_random_uuid(), 1, $$a$$)',
    "select purge_audit(gen_random_uuid(), 'access', '2000-01-01')",
    'insert into tenants (id, app_id, name) values (gen_random_uuid(), $$a$$, $$b$$)',
    'update tenants set status = $$active$$',
    'insert into api_keys (id) values (gen_random_uuid())',
    'update api_keys set revoked_at = null',
    'update api_keys set last_used_at = now()',
    'delete from api_keys',
    'delete from token_revocations',
    'insert into legal_holds (id) values (gen_random_uuid())',
    'update reidentification_requests set status = $$approved$$',
    'insert into reidentification_requests (id, status) values (gen_random_uuid(), $$approved$$)',
    'delete from reidentification_requests',
    'update model_prices set input_picos = 0',
    'update models set status = $$active$$',
    'update providers set baa_available = true',
    'insert into apps (id, name) values ($$a$$, $$b$$)',
    'create table public.own (id int)',
    'create temporary table own (id int)',
    'select from schema_migrations',
    'set role radiant_batch',
    'set role radiant_owner',
  ])('may not: %s', async (statement) => {
    expect(await refusal(store.database.appUrl, `${SCOPE} ${statement}`)).toBe(FORBIDDEN);
  });

  it.each([
    'select from providers, models, model_prices, tenants, api_keys, usage_records, apps, app_users, data_keys',
    'update data_keys set wrapped_by = $$local:2$$',
  ])('may: %s', async (statement) => {
    expect(await refusal(store.database.appUrl, `${SCOPE} ${statement}`)).toBeUndefined();
  });
});

describe('the administration', () => {
  it.each([
    'delete from audit_logs',
    'truncate audit_logs',
    'update audit_logs set body = null',
    'update audit_chains set sequence = 1',
    'delete from tenants',
    'delete from models',
    'delete from providers',
    'delete from agreements',
    'update agreements set provider_id = $$demo$$',
    'update models set provider_id = $$demo$$',
    'update model_prices set input_picos = 0',
    'delete from api_keys',
    'update api_keys set hash = repeat($$a$$, 64)',
    'delete from legal_holds',
    'delete from reidentification_requests',
    'update reidentification_requests set requested_by = $$mallory$$',
    'update reidentification_requests set expires_at = now()',
    'update usage_records set billed_amount_picos = 0',
    'update ledger_entries set amount_picos = 1',
    'delete from ledger_entries',
    'update budgets set limit_picos = 1',
    'delete from budgets',
    'update invoices set total_cents = 0',
    "update invoices set status = 'draft'",
    'insert into invoices (tenant_id, id, number) values (gen_random_uuid(), gen_random_uuid(), 1)',
    'update invoice_lines set amount_cents = 0',
    'delete from invoice_lines',
    'select from invoice_series',
    'truncate invoices cascade',
    'set role radiant_batch',
    'set role radiant_retention',
  ])('may not: %s', async (statement) => {
    expect(await refusal(store.database.adminUrl, `${SCOPE} ${statement}`)).toBe(FORBIDDEN);
  });
});

describe('the owner', () => {
  it('is bound by row-level security like everybody else', async () => {
    const counts = `select (select count(*) from tenants) + (select count(*) from api_keys) as seen`;
    expect(await refusal(store.database.ownerUrl, `do $$ begin assert (${counts}) = 0; end $$`)).toBeUndefined();
    const assertion = `do $$ begin assert (${counts}) = 1; end $$`;
    expect(await refusal(store.database.ownerUrl, `${SCOPE} ${assertion}`)).toBeUndefined();
    expect(
      await refusal(
        store.database.ownerUrl,
        `${SCOPE} insert into tenants (id, app_id, name)
        values ('22222222-2222-4222-8222-222222222222', 'a', 'b')`,
      ),
    ).toBe(FORBIDDEN);
  });
});
