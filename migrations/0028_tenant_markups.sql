-- What a tenant's bill adds to the cost of a model, or of all models, from a moment on. Rows are added and never changed;
-- usage names the version that made its bill.
create table tenant_markups (
  tenant_id uuid not null references tenants,
  version integer not null check (version > 0),
  model_id text,
  basis_points integer check (basis_points between 0 and 1000000),
  effective_from timestamptz not null,
  created_at timestamptz not null,
  created_by text not null,
  primary key (tenant_id, version)
);
comment on table tenant_markups is
  'Without a model: every model that has none of its own. Without basis points: what was set ends. 4000 is 40 %.';
alter table tenant_markups enable row level security;
alter table tenant_markups force row level security;
create policy own_tenant on tenant_markups using (tenant_id = scoped_tenant()) with check (tenant_id = scoped_tenant());
grant select on tenant_markups to radiant_app;
grant insert on tenant_markups to radiant_admin;

alter table usage_records add column markup_version integer check (markup_version > 0);
comment on column usage_records.markup_version is
  'Of tenant_markups; null where the markup of the price was added.';
grant update (markup_version) on usage_records to radiant_batch;

drop function settle_calls(json);
drop function correct_estimates(json);

create function settle_calls(rows json) returns table (conflicting_request uuid, conflicting_picos text)
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
#variable_conflict use_column
declare
  given_usage integer;
  spent json;
  released json;
  changes json;
  tenants uuid[];
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
    array(select tenant_id from added union select tenant_id from closed)
    into given_usage, spent, released, tenants;

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
  if given_usage > 0 or exists (
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

create function correct_estimates(rows json) returns void
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  late record;
  changes json;
begin
  for late in
    select g.tenant_id, g.request_id, coalesce(g.input_tokens, 0) as input_tokens,
        coalesce(g.cached_input_tokens, 0) as cached_input_tokens, coalesce(g.output_tokens, 0) as output_tokens,
        coalesce(g.reasoning_tokens, 0) as reasoning_tokens, coalesce(g.cost_picos, 0) as cost_picos,
        coalesce(g.billed_amount_picos, 0) as billed_amount_picos, coalesce(g.estimated, false) as estimated,
        coalesce(g.price_version, u.price_version) as price_version, coalesce(g.latency_ms, u.latency_ms) as latency_ms,
        g.usage_detail, coalesce(g.markup_basis_points, u.markup_basis_points) as markup_basis_points,
        g.markup_version,
        u.cost_picos as old_cost, u.billed_amount_picos as old_billed, u.price_version as old_version
      from json_to_recordset(rows) as g (kind text, tenant_id uuid, request_id uuid, input_tokens bigint,
        cached_input_tokens bigint, output_tokens bigint, reasoning_tokens bigint, cost_picos bigint,
        billed_amount_picos bigint, estimated boolean, origin text, price_version integer, latency_ms integer,
        usage_detail jsonb, markup_basis_points integer, markup_version integer)
      join public.usage_records u on u.tenant_id = g.tenant_id and u.request_id = g.request_id
      where (g.kind = 'release' or g.kind = 'usage' and g.origin = 'call') and u.origin = 'expiry' for update of u
  loop
    update public.usage_records u set input_tokens = late.input_tokens, cached_input_tokens = late.cached_input_tokens,
        output_tokens = late.output_tokens, reasoning_tokens = late.reasoning_tokens, cost_picos = late.cost_picos,
        billed_amount_picos = late.billed_amount_picos, estimated = late.estimated, origin = 'call',
        price_version = late.price_version, latency_ms = late.latency_ms,
        usage_detail = late.usage_detail, markup_basis_points = late.markup_basis_points,
        markup_version = late.markup_version
      where u.tenant_id = late.tenant_id and u.request_id = late.request_id;
    insert into public.ledger_entries (tenant_id, request_id, entry, account, amount_picos, kind, price_version)
      select late.tenant_id, late.request_id, line.entry, line.account, line.amount, line.kind, line.version
        from (values
          (2, 'receivable', -late.old_billed, 'reversal', late.old_version),
          (2, 'provider', late.old_cost, 'reversal', late.old_version),
          (2, 'margin', late.old_billed - late.old_cost, 'reversal', late.old_version),
          (3, 'receivable', late.billed_amount_picos, 'correction', late.price_version),
          (3, 'provider', -late.cost_picos, 'correction', late.price_version),
          (3, 'margin', late.cost_picos - late.billed_amount_picos, 'correction', late.price_version)
        ) as line (entry, account, amount, kind, version)
        where line.amount <> 0;
    select json_agg(x) into changes from (
      select c.tenant_id, c.budget_id, c.period_start, late.billed_amount_picos - late.old_billed as spent, 0 as held
        from public.usage_records u
          join public.budgets b on b.tenant_id = u.tenant_id
            and public.budget_covers(b.scope, b.scope_value, u.app_id, u.user_id, u.api_key_id, u.tags)
          join public.budget_counters c on c.tenant_id = b.tenant_id and c.budget_id = b.id
            and c.period_start <= u.created_at and c.period_end > u.created_at
        where u.tenant_id = late.tenant_id and u.request_id = late.request_id) x;
    if changes is not null then
      perform public.count_budgets(changes);
    end if;
  end loop;
end
$$;

revoke all on function settle_calls(json), correct_estimates(json) from public;
grant execute on function settle_calls(json) to radiant_app;

-- A function may only be handed to a role that may create in the schema; that right is taken back at once.
grant create on schema public to radiant_batch;
alter function settle_calls(json) owner to radiant_batch;
alter function correct_estimates(json) owner to radiant_batch;
revoke create on schema public from radiant_batch;
