-- What is written for each call costs the database less. Each figure is processor time a call, in batches of eight.

-- A usage row's tenant is that of a call that was let in, and tenants are never removed. Looking each of them up, and
-- locking its row, took a fifth of settling (90 us); it also made replicas write to one row for every call of a tenant.
alter table usage_records drop constraint usage_records_tenant_id_fkey;

-- A bounded repetition costs more to match than the rest of a row to write (30 us, and again when it is chained). Old rows
-- hold to it: the condition says the same.
alter table audit_logs drop constraint audit_logs_content_hash_check;
alter table audit_logs add constraint audit_logs_content_hash_check
  check (length(content_hash) = 64 and translate(content_hash, '0123456789abcdef', '') = '') not valid;

-- As before in what they do. Only their owner may replace functions, and only while it may create in the schema.
grant create on schema public to radiant_batch;
set local role radiant_batch;

-- Planned once a connection and not with every batch.
create or replace function append_audit(rows json) returns integer
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  added integer;
begin
  insert into public.audit_logs (tenant_id, id, content_hash, occurred_at, retention_class, action, outcome, actor_kind,
    user_id, admin_id, api_key_id, app_id, cross_tenant, resource_type, resource_id, request_id, provider_id, model_id,
    phi, phi_disclosed, subjects, body)
  select tenant_id, id, content_hash, occurred_at, retention_class, action, outcome, actor_kind,
    user_id, admin_id, api_key_id, app_id, cross_tenant, resource_type, resource_id, request_id, provider_id, model_id,
    phi, phi_disclosed, subjects, decode(body, 'base64')
  from json_to_recordset(rows) as given (tenant_id uuid, id uuid, content_hash text, occurred_at timestamptz,
    retention_class text, action text, outcome text, actor_kind text, user_id text, admin_id text, api_key_id uuid,
    app_id text, cross_tenant boolean, resource_type text, resource_id text, request_id uuid, provider_id text,
    model_id text, phi jsonb, phi_disclosed boolean, subjects text[], body text)
  on conflict (tenant_id, id) do nothing;
  get diagnostics added = row_count;
  return added;
end
$$;

-- Reservations come and go all the time, so the planner takes the table for empty, reads all of it for each batch, and
-- with it everything that was deleted since the last vacuum. These look rows up by their keys.
alter function reserve_calls(json) set enable_seqscan = off;
alter function reserve_calls(json) set enable_hashjoin = off;
alter function reserve_calls(json) set enable_mergejoin = off;

-- By keys too, and the given rows are read once.
create or replace function settle_calls(rows json) returns table (conflicting_request uuid, conflicting_picos text)
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
#variable_conflict use_column
declare
  given_usage integer;
  spent json;
  released json;
  changes json;
  tenants uuid[];
  releases boolean;
begin
  with given as materialized (
    select * from json_to_recordset(rows) as g (kind text, tenant_id uuid, request_id uuid, app_id text, api_key_id uuid,
      user_id text, session_id uuid, model_id text, provider_id text, request_type text, tags text[],
      input_tokens bigint, cached_input_tokens bigint, output_tokens bigint, reasoning_tokens bigint, cost_picos bigint,
      billed_amount_picos bigint, estimated boolean, origin text, price_version integer, latency_ms integer,
      created_at timestamptz, usage_detail jsonb, markup_basis_points integer, markup_version integer)
  ), added as (
    insert into public.usage_records (tenant_id, request_id, app_id, api_key_id, user_id, session_id, model_id, provider_id,
      request_type, tags, input_tokens, cached_input_tokens, output_tokens, reasoning_tokens, cost_picos,
      billed_amount_picos, estimated, origin, price_version, latency_ms, created_at, usage_detail, markup_basis_points,
      markup_version)
    select tenant_id, request_id, app_id, api_key_id, user_id, session_id, model_id, provider_id, request_type, tags,
      input_tokens, cached_input_tokens, output_tokens, reasoning_tokens, cost_picos, billed_amount_picos, estimated,
      origin, price_version, latency_ms, created_at, usage_detail, markup_basis_points, markup_version
    from given where kind = 'usage'
    on conflict (tenant_id, request_id) do nothing
    returning tenant_id, request_id, app_id, user_id, api_key_id, tags, cost_picos, billed_amount_picos, price_version,
      created_at
  ), posted as (
    insert into public.ledger_entries (tenant_id, request_id, entry, account, amount_picos, kind, price_version)
    select a.tenant_id, a.request_id, 1, line.account, line.amount, 'charge', a.price_version
      from added a cross join lateral (values ('receivable', a.billed_amount_picos), ('provider', -a.cost_picos),
        ('margin', a.cost_picos - a.billed_amount_picos)) as line (account, amount)
      where line.amount <> 0
  ), closed as (
    delete from public.reservations r using given g where r.tenant_id = g.tenant_id and r.request_id = g.request_id
      returning r.tenant_id, r.budget_ids, r.reserved_at, r.billed_amount_picos
  )
  select (select count(*) from given where kind = 'usage') - (select count(*) from added),
    (select json_agg(a) from added a), (select json_agg(c) from closed c where c.budget_ids <> '{}'),
    array(select tenant_id from added union select tenant_id from closed),
    exists (select from given where kind = 'release')
    into given_usage, spent, released, tenants, releases;

  lock table public.budget_counters in row exclusive mode; -- see open_budget_counters
  if exists (select from public.budget_counters c where c.tenant_id = any (tenants)) then
    select json_agg(x) into changes from (
      select c.tenant_id, c.budget_id, c.period_start, a.billed_amount_picos as spent, 0 as held
        from json_to_recordset(spent) as a (tenant_id uuid, app_id text, user_id text, api_key_id uuid, tags text[],
            billed_amount_picos bigint, created_at timestamptz)
          join public.budgets b on b.tenant_id = a.tenant_id
            and public.budget_covers(b.scope, b.scope_value, a.app_id, a.user_id, a.api_key_id, a.tags)
          join public.budget_counters c on c.tenant_id = b.tenant_id and c.budget_id = b.id
            and c.period_start <= a.created_at and c.period_end > a.created_at
      union all
      select c.tenant_id, c.budget_id, c.period_start, 0, -r.billed_amount_picos
        from json_to_recordset(released)
            as r (tenant_id uuid, budget_ids uuid[], reserved_at timestamptz, billed_amount_picos bigint)
          join public.budget_counters c on c.tenant_id = r.tenant_id and c.budget_id = any (r.budget_ids)
            and c.period_start <= r.reserved_at and c.period_end > r.reserved_at
    ) x;
    if changes is not null then
      perform public.count_budgets(changes);
    end if;
  end if;
  if given_usage > 0 or releases and exists (
    select from json_to_recordset(rows) as g (kind text, tenant_id uuid, request_id uuid)
      join public.usage_records u on u.tenant_id = g.tenant_id and u.request_id = g.request_id
      where g.kind = 'release' and u.origin = 'expiry'
  ) then
    perform public.correct_estimates(rows);
    return query select g.request_id, g.billed_amount_picos::text
      from json_to_recordset(rows) as g (kind text, tenant_id uuid, request_id uuid, billed_amount_picos bigint, origin text)
        join public.usage_records u on u.tenant_id = g.tenant_id and u.request_id = g.request_id
      where g.kind = 'usage' and g.origin = 'call' and u.billed_amount_picos <> g.billed_amount_picos;
  end if;
end
$$;

reset role;
revoke create on schema public from radiant_batch;
