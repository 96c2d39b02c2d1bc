-- Corrections of what was billed. Neither usage nor ledger is ever changed by them: a correction adds a row here, and a
-- reversal and a correction to the ledger. `booked_usage` shows every call as it stands after them.
create table usage_corrections (
  tenant_id uuid not null references tenants,
  id uuid not null,
  reason text not null check (reason in ('price', 'usage', 'provider_bill')),
  asked text not null check (length(asked) <= 4000),
  calls bigint not null check (calls >= 0),
  unchanged bigint not null check (unchanged >= 0),
  estimates bigint not null check (estimates >= 0),
  cost_before numeric not null,
  cost_after numeric not null,
  billed_before numeric not null,
  billed_after numeric not null,
  created_at timestamptz not null,
  created_by text not null,
  primary key (tenant_id, id)
);
comment on table usage_corrections is 'What was asked for and what it came to. Sums are pico-USD, of the calls that it changed.';
comment on column usage_corrections.asked is 'Ids, days and numbers; the same id with other words is refused.';

create table corrected_usage (
  tenant_id uuid not null,
  request_id uuid not null,
  entry smallint not null check (entry > 2),
  correction_id uuid not null,
  input_tokens bigint not null check (input_tokens >= 0),
  cached_input_tokens bigint not null check (cached_input_tokens >= 0),
  output_tokens bigint not null check (output_tokens >= 0),
  reasoning_tokens bigint not null check (reasoning_tokens >= 0),
  usage_detail jsonb check (jsonb_typeof(usage_detail) = 'object'),
  cost_picos bigint not null check (cost_picos >= 0),
  billed_amount_picos bigint not null check (billed_amount_picos >= 0),
  estimated boolean not null,
  price_version integer not null check (price_version > 0),
  markup_basis_points integer,
  markup_version integer check (markup_version > 0),
  primary key (tenant_id, request_id, entry),
  foreign key (tenant_id, request_id) references usage_records,
  foreign key (tenant_id, correction_id) references usage_corrections
);
comment on table corrected_usage is 'What a call used and cost after a correction; that of the highest entry holds.';
comment on column corrected_usage.entry is 'Of its correction in the ledger; the reversal is the entry before.';

do $$
declare
  name text;
begin
  foreach name in array array['usage_corrections', 'corrected_usage'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy own_tenant on %I using (tenant_id = scoped_tenant())'
      ' with check (tenant_id = scoped_tenant())', name);
  end loop;
end
$$;
grant select on corrected_usage to radiant_app;
grant select, insert on usage_corrections to radiant_admin;
create policy all_tenants on corrected_usage for select to radiant_admin
  using (current_setting('app.all_tenants', true) = 'on');
create policy batch on corrected_usage to radiant_batch using (true) with check (true);
grant select, insert on corrected_usage to radiant_batch;

create view booked_usage with (security_invoker = true) as
  select u.tenant_id, u.request_id, u.app_id, u.api_key_id, u.user_id, u.session_id, u.model_id, u.provider_id,
    u.request_type, u.tags, u.origin, u.latency_ms, u.created_at,
    coalesce(c.input_tokens, u.input_tokens) as input_tokens,
    coalesce(c.cached_input_tokens, u.cached_input_tokens) as cached_input_tokens,
    coalesce(c.output_tokens, u.output_tokens) as output_tokens,
    coalesce(c.reasoning_tokens, u.reasoning_tokens) as reasoning_tokens,
    case when c.entry is null then u.usage_detail else c.usage_detail end as usage_detail,
    coalesce(c.cost_picos, u.cost_picos) as cost_picos,
    coalesce(c.billed_amount_picos, u.billed_amount_picos) as billed_amount_picos,
    coalesce(c.estimated, u.estimated) as estimated,
    coalesce(c.price_version, u.price_version) as price_version,
    case when c.entry is null then u.markup_basis_points else c.markup_basis_points end as markup_basis_points,
    case when c.entry is null then u.markup_version else c.markup_version end as markup_version,
    c.entry as corrected_by
  from usage_records u
    left join corrected_usage c on c.tenant_id = u.tenant_id and c.request_id = u.request_id
      and not exists (select from corrected_usage later where later.tenant_id = c.tenant_id
        and later.request_id = c.request_id and later.entry > c.entry);
comment on view booked_usage is 'Usage as it stands after corrections, with the rights of who asks.';
grant select on booked_usage to radiant_app, radiant_batch;

-- Posts corrections of calls of the tenant in scope; answers how many. One whose call does not stand as it was read
-- (`before_…`) is left out, and so are estimates, whose truth may turn up. Budgets count the difference.
create function correct_usage(tenant uuid, correction uuid, rows json) returns integer
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  added json;
  changes json;
begin
  if tenant is distinct from public.scoped_tenant() then
    return 0;
  end if;
  perform from public.usage_records u
    where u.tenant_id = tenant
      and u.request_id in (select request_id from json_to_recordset(rows) as g (request_id uuid))
    order by u.request_id for update;
  with given as (
    select * from json_to_recordset(rows) as g (request_id uuid, before_cost bigint, before_billed bigint,
      before_version integer, input_tokens bigint, cached_input_tokens bigint, output_tokens bigint,
      reasoning_tokens bigint, usage_detail jsonb, cost_picos bigint, billed_amount_picos bigint, estimated boolean,
      price_version integer, markup_basis_points integer, markup_version integer)
  ), standing as (
    select g.*, 2 + greatest(1, coalesce(u.corrected_by, 1), (
        -- a correction to nothing has no lines: its reversal is the last entry then
        select max(l.entry + (l.entry + 1) % 2) from public.ledger_entries l
          where l.tenant_id = tenant and l.request_id = g.request_id)) as entry
      from given g join public.booked_usage u on u.tenant_id = tenant and u.request_id = g.request_id
      where u.cost_picos = g.before_cost and u.billed_amount_picos = g.before_billed
        and u.price_version = g.before_version and u.origin = 'call'
  ), kept as (
    insert into public.corrected_usage (tenant_id, request_id, entry, correction_id, input_tokens, cached_input_tokens,
      output_tokens, reasoning_tokens, usage_detail, cost_picos, billed_amount_picos, estimated, price_version,
      markup_basis_points, markup_version)
    select tenant, request_id, entry, correction, input_tokens, cached_input_tokens, output_tokens, reasoning_tokens,
      usage_detail, cost_picos, billed_amount_picos, estimated, price_version, markup_basis_points, markup_version
    from standing
  ), posted as (
    insert into public.ledger_entries (tenant_id, request_id, entry, account, amount_picos, kind, price_version)
    select tenant, s.request_id, line.entry, line.account, line.amount, line.kind, line.version
      from standing s cross join lateral (values
        (s.entry - 1, 'receivable', -s.before_billed, 'reversal', s.before_version),
        (s.entry - 1, 'provider', s.before_cost, 'reversal', s.before_version),
        (s.entry - 1, 'margin', s.before_billed - s.before_cost, 'reversal', s.before_version),
        (s.entry, 'receivable', s.billed_amount_picos, 'correction', s.price_version),
        (s.entry, 'provider', -s.cost_picos, 'correction', s.price_version),
        (s.entry, 'margin', s.cost_picos - s.billed_amount_picos, 'correction', s.price_version)
      ) as line (entry, account, amount, kind, version)
      where line.amount <> 0
  )
  select json_agg(json_build_object('request_id', request_id, 'spent', billed_amount_picos - before_billed))
    into added from standing;
  if added is null then
    return 0;
  end if;
  lock table public.budget_counters in row exclusive mode; -- see open_budget_counters
  select json_agg(x) into changes from (
    select c.tenant_id, c.budget_id, c.period_start, a.spent, 0 as held
      from json_to_recordset(added) as a (request_id uuid, spent bigint)
        join public.usage_records u on u.tenant_id = tenant and u.request_id = a.request_id
        join public.budgets b on b.tenant_id = tenant
          and public.budget_covers(b.scope, b.scope_value, u.app_id, u.user_id, u.api_key_id, u.tags)
        join public.budget_counters c on c.tenant_id = tenant and c.budget_id = b.id
          and c.period_start <= u.created_at and c.period_end > u.created_at
      where a.spent <> 0) x;
  if changes is not null then
    perform public.count_budgets(changes);
  end if;
  return json_array_length(added);
end
$$;

drop function open_budget_counters(uuid[], uuid[]);
drop function books_at_a_glance(timestamptz);

-- Makes the counters that the calls need and that are missing. While one is made no usage may be settled unseen, so the
-- table is locked: settle_calls locks it after it has added usage and before it looks for counters.
create function open_budget_counters(tenants uuid[], requests uuid[]) returns void
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  if not exists (
    select from public.reservations r
      join unnest(tenants, requests) as g (tenant_id, request_id)
        on r.tenant_id = g.tenant_id and r.request_id = g.request_id
      join public.budgets b on b.tenant_id = r.tenant_id and b.ended_at is null
    where public.budget_covers(b.scope, b.scope_value, r.app_id, r.user_id, r.api_key_id, r.tags)
      and not exists (select from public.budget_counters c where c.tenant_id = b.tenant_id and c.budget_id = b.id
        and c.period_start <= r.reserved_at and c.period_end > r.reserved_at)
  ) then
    return;
  end if;
  lock table public.budget_counters in share row exclusive mode;
  insert into public.budget_counters (tenant_id, budget_id, period_start, period_end, spent_picos)
  select n.tenant_id, n.id, n.starts, n.ends, coalesce((
      select sum(u.billed_amount_picos) from public.booked_usage u
        where u.tenant_id = n.tenant_id and u.created_at >= n.starts and u.created_at < n.ends
          and public.budget_covers(n.scope, n.scope_value, u.app_id, u.user_id, u.api_key_id, u.tags)), 0)
  from (
    -- a changed time zone must not count a moment in two periods
    select distinct b.tenant_id, b.id, b.scope, b.scope_value, period_end(b.period, r.reserved_at, t.time_zone) as ends,
      greatest(period_start(b.period, r.reserved_at, t.time_zone), (
        select max(c.period_end) from public.budget_counters c where c.tenant_id = b.tenant_id and c.budget_id = b.id
          and c.period_end <= r.reserved_at)) as starts
    from public.reservations r
      join unnest(tenants, requests) as g (tenant_id, request_id)
        on r.tenant_id = g.tenant_id and r.request_id = g.request_id
      join public.budgets b on b.tenant_id = r.tenant_id and b.ended_at is null
      join public.tenants t on t.id = b.tenant_id
    where public.budget_covers(b.scope, b.scope_value, r.app_id, r.user_id, r.api_key_id, r.tags)
      and not exists (select from public.budget_counters c where c.tenant_id = b.tenant_id and c.budget_id = b.id
        and c.period_start <= r.reserved_at and c.period_end > r.reserved_at)
  ) n
  on conflict do nothing;
end
$$;

-- A look at the books that is cheap enough for every minute: calls admitted since then against their lines, and what is
-- held for calls. Amounts are sums without signs. `npm run billing:verify` is the whole proof.
create function books_at_a_glance(since timestamptz)
  returns table (unlike_picos numeric, unbalanced_picos numeric, settled_but_held_picos numeric, overdue_picos numeric,
    open_reservations bigint, held_picos numeric)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  with recent as (
    select abs(u.billed_amount_picos - l.receivable) + abs(u.cost_picos + l.provider) as unlike,
        abs(l.receivable + l.provider + l.margin) as unbalanced
      from tenants t
        cross join lateral (
          select request_id, billed_amount_picos, cost_picos from booked_usage
            where tenant_id = t.id and created_at >= since
        ) u
        cross join lateral (
          select coalesce(sum(amount_picos) filter (where account = 'receivable'), 0) as receivable,
              coalesce(sum(amount_picos) filter (where account = 'provider'), 0) as provider,
              coalesce(sum(amount_picos) filter (where account = 'margin'), 0) as margin
            from ledger_entries where tenant_id = t.id and request_id = u.request_id
        ) l
  ), open as (
    select r.billed_amount_picos as amount, r.expires_at < now() - interval '10 minutes' as overdue,
        exists (select from usage_records u where u.tenant_id = r.tenant_id and u.request_id = r.request_id) as settled
      from reservations r
  )
  select coalesce((select sum(unlike) from recent), 0), coalesce((select sum(unbalanced) from recent), 0),
    coalesce(sum(amount) filter (where settled), 0), coalesce(sum(amount) filter (where overdue), 0),
    count(*), coalesce(sum(amount), 0) from open
$$;

revoke all on function correct_usage(uuid, uuid, json), open_budget_counters(uuid[], uuid[]),
  books_at_a_glance(timestamptz) from public;
grant execute on function correct_usage(uuid, uuid, json), books_at_a_glance(timestamptz) to radiant_admin;

-- A function may only be handed to a role that may create in the schema; that right is taken back at once.
grant create on schema public to radiant_batch;
alter function correct_usage(uuid, uuid, json) owner to radiant_batch;
alter function open_budget_counters(uuid[], uuid[]) owner to radiant_batch;
alter function books_at_a_glance(timestamptz) owner to radiant_batch;
revoke create on schema public from radiant_batch;
