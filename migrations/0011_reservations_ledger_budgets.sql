-- Money in three steps: reserve before a call leaves, settle when it is over, and books that must balance. What crosses
-- tenants goes through functions of radiant_batch; the applications may read their own tenant's rows and write none.
alter table usage_records
  add column origin text not null default 'call' check (origin in ('call', 'expiry')),
  add column tags text[] not null default '{}';
comment on column usage_records.origin is
  'expiry: nothing was heard of the call, so what was reserved is billed until the truth turns up.';
comment on column usage_records.created_at is 'When the call was admitted: the period of budgets, reports and invoices.';
comment on column usage_records.tags is 'key=value';

-- One row per call under way: what it may cost at most. It goes when the call is settled. No reference to tenants: a lock
-- on the tenant's row for each call would make calls wait for each other.
create table reservations (
  tenant_id uuid not null,
  request_id uuid not null,
  app_id text not null,
  api_key_id uuid,
  user_id text,
  session_id uuid,
  model_id text not null,
  provider_id text not null,
  request_type text not null,
  tags text[] not null default '{}',
  input_tokens bigint not null check (input_tokens >= 0),
  output_tokens bigint not null check (output_tokens >= 0),
  cost_picos bigint not null check (cost_picos >= 0),
  billed_amount_picos bigint not null check (billed_amount_picos >= 0),
  price_version integer not null check (price_version > 0),
  reserved_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > reserved_at),
  budget_ids uuid[] not null default '{}',
  primary key (tenant_id, request_id)
);
comment on column reservations.budget_ids is 'Budgets whose counters hold billed_amount_picos for this call.';

-- Double entry: the lines of one request and entry add up to zero. Nothing is ever changed; a correction is two more
-- entries, the reversal of the first and the new one.
create table ledger_entries (
  tenant_id uuid not null,
  request_id uuid not null,
  entry smallint not null check (entry > 0),
  account text not null check (account in ('receivable', 'provider', 'margin')),
  amount_picos bigint not null check (amount_picos <> 0),
  kind text not null check (kind in ('charge', 'reversal', 'correction')),
  price_version integer not null,
  posted_at timestamptz not null default now(),
  primary key (tenant_id, request_id, entry, account)
);
comment on table ledger_entries is
  'receivable: billed to the tenant. provider: owed to the provider. margin: the difference. Debits are positive.';

create table budgets (
  tenant_id uuid not null references tenants,
  id uuid not null,
  period text not null check (period in ('day', 'month')),
  limit_picos bigint not null check (limit_picos >= 0),
  hard boolean not null,
  scope text not null check (scope in ('tenant', 'app', 'user', 'key', 'tag')),
  scope_value text check (length(scope_value) between 1 and 200),
  created_at timestamptz not null default now(),
  created_by text not null,
  ended_at timestamptz,
  ended_by text,
  primary key (tenant_id, id),
  check ((scope = 'tenant') = (scope_value is null))
);
comment on column budgets.hard is 'A hard budget refuses calls that could exceed it; a soft one only raises alerts.';

-- What a budget has seen in one period. Made when the period's first call comes, from the usage that stands then.
create table budget_counters (
  tenant_id uuid not null,
  budget_id uuid not null,
  period_start timestamptz not null,
  period_end timestamptz not null check (period_end > period_start),
  spent_picos numeric not null,
  held_picos numeric not null default 0,
  primary key (tenant_id, budget_id, period_start),
  foreign key (tenant_id, budget_id) references budgets
);

create table budget_alerts (
  tenant_id uuid not null,
  budget_id uuid not null,
  period_start timestamptz not null,
  percent smallint not null check (percent in (50, 80, 100)),
  spent_picos numeric not null,
  limit_picos bigint not null,
  raised_at timestamptz not null default now(),
  primary key (tenant_id, budget_id, period_start, percent),
  foreign key (tenant_id, budget_id) references budgets
);

do $$
declare
  name text;
begin
  foreach name in array array['reservations', 'ledger_entries', 'budgets', 'budget_counters', 'budget_alerts'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy own_tenant on %I using (tenant_id = scoped_tenant())'
      ' with check (tenant_id = scoped_tenant())', name);
    execute format('create policy batch on %I to radiant_batch using (true) with check (true)', name);
    execute format('grant select on %I to radiant_app', name);
  end loop;
end
$$;
grant insert, update (ended_at, ended_by) on budgets to radiant_admin;
grant select, insert, delete, update (budget_ids) on reservations to radiant_batch;
grant select, insert on ledger_entries, budget_alerts to radiant_batch;
grant select on budgets to radiant_batch;
grant select, insert, update on budget_counters to radiant_batch;
grant update (input_tokens, cached_input_tokens, output_tokens, reasoning_tokens, cost_picos, billed_amount_picos,
  estimated, price_version, latency_ms, origin) on usage_records to radiant_batch;

-- The period of a moment on the clocks of a time zone.
create function period_start(period text, moment timestamptz, zone text) returns timestamptz
  language sql stable parallel safe
  return date_trunc(period, moment at time zone zone) at time zone zone;
create function period_end(period text, moment timestamptz, zone text) returns timestamptz
  language sql stable parallel safe
  return (date_trunc(period, moment at time zone zone) + ('1 ' || period)::interval) at time zone zone;

-- Whether a budget is about a call.
create function budget_covers(scope text, wanted text, app_id text, user_id text, api_key_id uuid, tags text[])
  returns boolean language sql immutable parallel safe
  return case scope
    when 'tenant' then true
    when 'app' then wanted = app_id
    when 'user' then coalesce(wanted = user_id, false)
    when 'key' then coalesce(wanted = api_key_id::text, false)
    else coalesce(wanted = any (tags), false)
  end;

-- Reserves for calls of any tenants, or answers why not: the hard budget with the least left that one would exceed. All
-- budgets that cover a call must allow it. A call that is reserved already stays so.
create function reserve_calls(rows json)
  returns table (refused uuid, budget uuid, budget_scope text, limit_picos text, left_picos text, resets_at timestamptz)
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
#variable_conflict use_column
declare
  tenants uuid[];
  requests uuid[];
  asked record;
  short record;
begin
  with added as (
    insert into public.reservations (tenant_id, request_id, app_id, api_key_id, user_id, session_id, model_id, provider_id,
      request_type, tags, input_tokens, output_tokens, cost_picos, billed_amount_picos, price_version, reserved_at,
      expires_at)
    select tenant_id, request_id, app_id, api_key_id, user_id, session_id, model_id, provider_id, request_type, tags,
      input_tokens, output_tokens, cost_picos, billed_amount_picos, price_version, reserved_at, expires_at
    from json_to_recordset(rows) as given (tenant_id uuid, request_id uuid, app_id text, api_key_id uuid, user_id text,
      session_id uuid, model_id text, provider_id text, request_type text, tags text[], input_tokens bigint,
      output_tokens bigint, cost_picos bigint, billed_amount_picos bigint, price_version integer,
      reserved_at timestamptz, expires_at timestamptz)
    on conflict (tenant_id, request_id) do nothing
    returning tenant_id, request_id
  )
  select array_agg(tenant_id), array_agg(request_id) into tenants, requests from added;
  if not exists (select from public.budgets b where b.tenant_id = any (tenants) and b.ended_at is null) then
    return;
  end if;
  perform public.open_budget_counters(tenants, requests);
  -- in one order everywhere, so that two batches never wait for each other
  perform from public.budget_counters c
    where c.tenant_id = any (tenants) and c.period_end > (
      select min(r.reserved_at) from public.reservations r
        join unnest(tenants, requests) as g (tenant_id, request_id) using (tenant_id, request_id))
    order by c.tenant_id, c.budget_id, c.period_start for update;
  for asked in
    select r.* from public.reservations r
      join unnest(tenants, requests) as g (tenant_id, request_id) using (tenant_id, request_id)
      where exists (select from public.budgets b where b.tenant_id = r.tenant_id and b.ended_at is null
        and public.budget_covers(b.scope, b.scope_value, r.app_id, r.user_id, r.api_key_id, r.tags))
      order by r.reserved_at, r.request_id
  loop
    select b.id, b.scope, b.limit_picos, b.limit_picos - c.spent_picos - c.held_picos as rest, c.period_end into short
      from public.budgets b join public.budget_counters c on c.tenant_id = b.tenant_id and c.budget_id = b.id
        and c.period_start <= asked.reserved_at and c.period_end > asked.reserved_at
      where b.tenant_id = asked.tenant_id and b.ended_at is null and b.hard
        and public.budget_covers(b.scope, b.scope_value, asked.app_id, asked.user_id, asked.api_key_id, asked.tags)
        and c.spent_picos + c.held_picos + asked.billed_amount_picos > b.limit_picos
      order by rest, b.id limit 1;
    if found then
      delete from public.reservations r where r.tenant_id = asked.tenant_id and r.request_id = asked.request_id;
      refused := asked.request_id;
      budget := short.id;
      budget_scope := short.scope;
      limit_picos := short.limit_picos::text;
      left_picos := greatest(short.rest, 0)::text;
      resets_at := short.period_end;
      return next;
    else
      with held as (
        update public.budget_counters c set held_picos = c.held_picos + asked.billed_amount_picos
          from public.budgets b
          where b.tenant_id = asked.tenant_id and b.ended_at is null and c.tenant_id = b.tenant_id and c.budget_id = b.id
            and c.period_start <= asked.reserved_at and c.period_end > asked.reserved_at
            and public.budget_covers(b.scope, b.scope_value, asked.app_id, asked.user_id, asked.api_key_id, asked.tags)
          returning c.budget_id
      )
      update public.reservations r set budget_ids = (select coalesce(array_agg(budget_id), '{}') from held)
        where r.tenant_id = asked.tenant_id and r.request_id = asked.request_id;
    end if;
  end loop;
end
$$;

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
      select sum(u.billed_amount_picos) from public.usage_records u
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

-- Changes what budgets have spent and hold, each counter once, and raises the alerts that are due.
create function count_budgets(changes json) returns void
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  perform from public.budget_counters c
    where (c.tenant_id, c.budget_id, c.period_start) in (
      select tenant_id, budget_id, period_start
        from json_to_recordset(changes) as x (tenant_id uuid, budget_id uuid, period_start timestamptz))
    order by c.tenant_id, c.budget_id, c.period_start for update;
  with summed as (
    select tenant_id, budget_id, period_start, sum(spent) as spent, sum(held) as held
      from json_to_recordset(changes)
        as x (tenant_id uuid, budget_id uuid, period_start timestamptz, spent numeric, held numeric)
      group by 1, 2, 3
  ), counted as (
    update public.budget_counters c set spent_picos = c.spent_picos + s.spent, held_picos = c.held_picos + s.held
      from summed s
      where c.tenant_id = s.tenant_id and c.budget_id = s.budget_id and c.period_start = s.period_start
      returning c.tenant_id, c.budget_id, c.period_start, c.spent_picos
  )
  insert into public.budget_alerts (tenant_id, budget_id, period_start, percent, spent_picos, limit_picos)
    select c.tenant_id, c.budget_id, c.period_start, p.percent, c.spent_picos, b.limit_picos
      from counted c
        join public.budgets b on b.tenant_id = c.tenant_id and b.id = c.budget_id and b.ended_at is null
        cross join unnest(array[50, 80, 100]::smallint[]) as p (percent)
      where c.spent_picos > 0 and c.spent_picos * 100 >= b.limit_picos::numeric * p.percent
    on conflict do nothing;
end
$$;

-- Settles calls of any tenants: usage or nothing, ledger lines, the end of the reservation and what budgets count, in one
-- transaction. Repeating it changes nothing. Answers which of the rows are billed already with another amount.
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
      created_at timestamptz)
  ), added as (
    insert into public.usage_records (tenant_id, request_id, app_id, api_key_id, user_id, session_id, model_id, provider_id,
      request_type, tags, input_tokens, cached_input_tokens, output_tokens, reasoning_tokens, cost_picos,
      billed_amount_picos, estimated, origin, price_version, latency_ms, created_at)
    select tenant_id, request_id, app_id, api_key_id, user_id, session_id, model_id, provider_id, request_type, tags,
      input_tokens, cached_input_tokens, output_tokens, reasoning_tokens, cost_picos, billed_amount_picos, estimated,
      origin, price_version, latency_ms, created_at
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
  if given_usage > 0 then
    perform public.correct_estimates(rows);
    return query select g.request_id, g.billed_amount_picos::text
      from json_to_recordset(rows) as g (kind text, tenant_id uuid, request_id uuid, billed_amount_picos bigint, origin text)
        join public.usage_records u on u.tenant_id = g.tenant_id and u.request_id = g.request_id
      where g.kind = 'usage' and g.origin = 'call' and u.billed_amount_picos <> g.billed_amount_picos;
  end if;
end
$$;

-- The truth about calls that were billed as they expired: usage as it was, a reversal and a correction in the ledger.
create function correct_estimates(rows json) returns void
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  late record;
  changes json;
begin
  for late in
    select g.*, u.cost_picos as old_cost, u.billed_amount_picos as old_billed, u.price_version as old_version
      from json_to_recordset(rows) as g (kind text, tenant_id uuid, request_id uuid, input_tokens bigint,
        cached_input_tokens bigint, output_tokens bigint, reasoning_tokens bigint, cost_picos bigint,
        billed_amount_picos bigint, estimated boolean, origin text, price_version integer, latency_ms integer)
      join public.usage_records u on u.tenant_id = g.tenant_id and u.request_id = g.request_id
      where g.kind = 'usage' and g.origin = 'call' and u.origin = 'expiry' for update of u
  loop
    update public.usage_records u set input_tokens = late.input_tokens, cached_input_tokens = late.cached_input_tokens,
        output_tokens = late.output_tokens, reasoning_tokens = late.reasoning_tokens, cost_picos = late.cost_picos,
        billed_amount_picos = late.billed_amount_picos, estimated = late.estimated, origin = 'call',
        price_version = late.price_version, latency_ms = late.latency_ms
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

-- Bills what was reserved for calls of which nothing was heard until `moment`, at most so many; answers how many.
create function settle_expired(moment timestamptz, most integer) returns integer
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  rows json;
begin
  select json_agg(json_build_object('kind', 'usage', 'tenant_id', r.tenant_id, 'request_id', r.request_id,
      'app_id', r.app_id, 'api_key_id', r.api_key_id, 'user_id', r.user_id, 'session_id', r.session_id,
      'model_id', r.model_id, 'provider_id', r.provider_id, 'request_type', r.request_type, 'tags', r.tags,
      'input_tokens', r.input_tokens, 'cached_input_tokens', 0, 'output_tokens', r.output_tokens, 'reasoning_tokens', 0,
      'cost_picos', r.cost_picos, 'billed_amount_picos', r.billed_amount_picos, 'estimated', true, 'origin', 'expiry',
      'price_version', r.price_version, 'latency_ms', 0, 'created_at', r.reserved_at))
    into rows
    from (select * from public.reservations where expires_at <= moment limit most for update skip locked) r;
  if rows is null then
    return 0;
  end if;
  perform public.settle_calls(rows);
  return json_array_length(rows);
end
$$;

drop function append_usage(json);
drop function billed_usage(uuid[], uuid[]);

revoke all on function reserve_calls(json), open_budget_counters(uuid[], uuid[]), count_budgets(json), settle_calls(json),
  correct_estimates(json), settle_expired(timestamptz, integer) from public;
grant execute on function reserve_calls(json), settle_calls(json), settle_expired(timestamptz, integer) to radiant_app;

-- A function may only be handed to a role that may create in the schema; that right is taken back at once.
grant create on schema public to radiant_batch;
alter function reserve_calls(json) owner to radiant_batch;
alter function open_budget_counters(uuid[], uuid[]) owner to radiant_batch;
alter function count_budgets(json) owner to radiant_batch;
alter function settle_calls(json) owner to radiant_batch;
alter function correct_estimates(json) owner to radiant_batch;
alter function settle_expired(timestamptz, integer) owner to radiant_batch;
revoke create on schema public from radiant_batch;
