-- A call with fallbacks is held in the name of its dearest route. When it was billed as held, and the truth about it turned
-- up, the row kept that name, at the price and the tokens of whoever had served it.
grant update (model_id, provider_id) on usage_records to radiant_batch;

-- How much of a limit is used is kept as the time that it takes to fill up. When the limit is changed that time is another:
-- a tenant that was a hundred days of tokens in debt stayed refused for a hundred days, however high its limit was raised.
alter table rate_counters
  add column capacity double precision check (capacity > 0),
  add column period double precision check (period > 0);
comment on column rate_counters.capacity is 'Of the limit that whole_at was counted by; null where none was taken yet.';

-- A budget may be made when its period has cost more than it allows already. A hard one then refuses every call, so that
-- nothing is settled any more, and only settling raised alerts: its owner was never told. Alerts that are due are raised
-- where a counter begins, too. As before in all else.
grant create on schema public to radiant_batch;
set local role radiant_batch;

-- Makes the counters that the calls need and that are missing. While one is made no usage may be settled unseen, so the
-- table is locked: settle_calls locks it after it has added usage and before it looks for counters.
create or replace function open_budget_counters(tenants uuid[], requests uuid[]) returns void
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  opened json;
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
  with added as (
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
    on conflict do nothing
    returning tenant_id, budget_id, period_start
  )
  select json_agg(json_build_object('tenant_id', a.tenant_id, 'budget_id', a.budget_id, 'period_start', a.period_start,
      'spent', 0, 'held', 0))
    into opened from added a;
  if opened is not null then
    perform public.count_budgets(opened); -- for its alerts
  end if;
end
$$;

-- As before, and with the name of who served the call.
create or replace function correct_estimates(rows json) returns void
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  late record;
  changes json;
begin
  for late in
    select g.tenant_id, g.request_id, coalesce(g.model_id, u.model_id) as model_id,
        coalesce(g.provider_id, u.provider_id) as provider_id, coalesce(g.input_tokens, 0) as input_tokens,
        coalesce(g.cached_input_tokens, 0) as cached_input_tokens, coalesce(g.output_tokens, 0) as output_tokens,
        coalesce(g.reasoning_tokens, 0) as reasoning_tokens, coalesce(g.cost_picos, 0) as cost_picos,
        coalesce(g.billed_amount_picos, 0) as billed_amount_picos, coalesce(g.estimated, false) as estimated,
        coalesce(g.price_version, u.price_version) as price_version, coalesce(g.latency_ms, u.latency_ms) as latency_ms,
        g.usage_detail, coalesce(g.markup_basis_points, u.markup_basis_points) as markup_basis_points,
        g.markup_version,
        u.cost_picos as old_cost, u.billed_amount_picos as old_billed, u.price_version as old_version
      from json_to_recordset(rows) as g (kind text, tenant_id uuid, request_id uuid, model_id text,
        provider_id text, input_tokens bigint,
        cached_input_tokens bigint, output_tokens bigint, reasoning_tokens bigint, cost_picos bigint,
        billed_amount_picos bigint, estimated boolean, origin text, price_version integer, latency_ms integer,
        usage_detail jsonb, markup_basis_points integer, markup_version integer)
      join public.usage_records u on u.tenant_id = g.tenant_id and u.request_id = g.request_id
      where (g.kind = 'release' or g.kind = 'usage' and g.origin = 'call') and u.origin = 'expiry' for update of u
  loop
    update public.usage_records u set model_id = late.model_id, provider_id = late.provider_id,
        input_tokens = late.input_tokens, cached_input_tokens = late.cached_input_tokens,
        output_tokens = late.output_tokens, reasoning_tokens = late.reasoning_tokens, cost_picos = late.cost_picos,
        billed_amount_picos = late.billed_amount_picos, estimated = late.estimated, origin = 'call',
        price_version = late.price_version, latency_ms = late.latency_ms,
        usage_detail = late.usage_detail, markup_basis_points = late.markup_basis_points,
        markup_version = late.markup_version
      where u.tenant_id = late.tenant_id and u.request_id = late.request_id and u.origin = 'expiry';
    continue when not found; -- it stands twice among the rows
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

-- As before, but for budgets: those count when the correction is whole. They were counted with its first calls, so that a
-- correction of many held their counters, and the making of any other, until it was done: no call of the tenant was let in
-- meanwhile, nor those of others in the same batch.
create or replace function correct_usage(tenant uuid, correction uuid, rows json) returns integer
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  posted integer;
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
  ), lines as (
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
  select count(*)::integer into posted from standing;
  return posted;
end
$$;

-- As before, by the limit as it is now.
create or replace function take_rates(rows json) returns table (taken boolean, whole double precision[])
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  asked json;
  tenant uuid;
  moment double precision;
  one record;
  after double precision[];
begin
  insert into public.rate_counters (tenant_id, name, whole_at)
    select distinct (r ->> 'tenant_id')::uuid, l ->> 'name', 0
      from json_array_elements(rows) r cross join lateral json_array_elements(r -> 'limits') l
      order by 1, 2
    on conflict do nothing;
  -- in one order everywhere, so that two batches never wait for each other
  perform from public.rate_counters c
    where (c.tenant_id, c.name) in (
      select (r ->> 'tenant_id')::uuid, l ->> 'name'
        from json_array_elements(rows) r cross join lateral json_array_elements(r -> 'limits') l)
    order by c.tenant_id, c.name for update;
  for asked in select r from json_array_elements(rows) with ordinality as e (r, place) order by place loop
    tenant := (asked ->> 'tenant_id')::uuid;
    moment := (asked ->> 'at')::double precision;
    taken := true;
    whole := '{}';
    after := '{}';
    for one in
      select l.name, l.period, l.cost * l.period / l.capacity as wait,
          case when c.capacity is distinct from l.capacity or c.period is distinct from l.period
            then moment + greatest(c.whole_at - moment, 0)
              * coalesce((c.capacity / c.period) * (l.period / l.capacity), 1) -- as many, of the limit as it is now
            else greatest(c.whole_at, moment)
          end as whole_at
        from rows from (json_to_recordset(asked -> 'limits')
            as (name text, capacity double precision, period double precision, cost double precision))
            with ordinality as l (name, capacity, period, cost, place)
          join public.rate_counters c on c.tenant_id = tenant and c.name = l.name
        order by l.place
    loop
      whole := whole || one.whole_at;
      after := after || (one.whole_at + one.wait);
      -- a hundredth of a millisecond for what doubles round
      taken := taken and one.whole_at + one.wait <= moment + one.period + 0.01;
    end loop;
    if taken or (asked ->> 'forced')::boolean then
      whole := after;
      update public.rate_counters c set whole_at = n.whole_at, capacity = n.capacity, period = n.period
        from rows from (
            json_to_recordset(asked -> 'limits') as (name text, capacity double precision, period double precision),
            unnest(after)) as n (name, capacity, period, whole_at)
        where c.tenant_id = tenant and c.name = n.name;
    end if;
    return next;
  end loop;
end
$$;

-- Numbers of final documents that no document has, over all tenants. There can't be any while nobody writes past
-- finalise_invoice: a document was taken away, or its number was changed.
create function missing_invoice_numbers() returns table (issuer text, kind text, number bigint)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  select s.issuer, s.kind, n.number
    from invoice_series s
      cross join lateral generate_series(1, greatest(s.last_number, (
        select max(i.number) from invoices i where i.issuer = s.issuer and i.kind = s.kind))) as n (number)
    where not exists (select from invoices i where i.issuer = s.issuer and i.kind = s.kind and i.number = n.number)
    order by s.issuer, s.kind, n.number
$$;
revoke all on function missing_invoice_numbers() from public;
grant execute on function missing_invoice_numbers() to radiant_admin;

reset role;
revoke create on schema public from radiant_batch;

-- What a correction changed, counted by the budgets at the end of its transaction.
create index corrected_usage_by_correction on corrected_usage (tenant_id, correction_id);
create function count_correction() returns trigger
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  changes json;
begin
  lock table public.budget_counters in row exclusive mode; -- see open_budget_counters
  select json_agg(x) into changes from (
    select k.tenant_id, k.budget_id, k.period_start, sum(c.billed_amount_picos - coalesce(before.billed_amount_picos,
        u.billed_amount_picos)) as spent, 0 as held
      from public.corrected_usage c
        join public.usage_records u on u.tenant_id = c.tenant_id and u.request_id = c.request_id
        left join lateral (
          select e.billed_amount_picos from public.corrected_usage e
            where e.tenant_id = c.tenant_id and e.request_id = c.request_id and e.entry < c.entry
            order by e.entry desc limit 1
        ) before on true
        join public.budgets b on b.tenant_id = c.tenant_id
          and public.budget_covers(b.scope, b.scope_value, u.app_id, u.user_id, u.api_key_id, u.tags)
        join public.budget_counters k on k.tenant_id = b.tenant_id and k.budget_id = b.id
          and k.period_start <= u.created_at and k.period_end > u.created_at
      where c.tenant_id = new.tenant_id and c.correction_id = new.id
      group by 1, 2, 3) x;
  if changes is not null then
    perform public.count_budgets(changes);
  end if;
  return null;
end
$$;
revoke all on function count_correction() from public;
create constraint trigger count_correction after insert on usage_corrections deferrable initially deferred
  for each row execute function count_correction();
alter table usage_corrections enable always trigger count_correction;
grant create on schema public to radiant_batch;
alter function count_correction() owner to radiant_batch;
revoke create on schema public from radiant_batch;
