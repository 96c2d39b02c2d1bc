-- A hold that the platform placed is not the tenant's to release. Who had placed one was known by name alone.
alter table legal_holds add column by_platform boolean not null default false;
comment on column legal_holds.by_platform is 'Whether a super administrator placed it; then only one releases it.';

-- A call keeps 64 identifiers of people at most. Who looks for one person is told of calls by which others may have left.
create index audit_logs_crowded on audit_logs (tenant_id, occurred_at)
  where phi_disclosed and cardinality(subjects) >= 64;

-- Lines come in the order of their moments, so that this costs next to nothing: the look at the books walks along it.
create index ledger_entries_posted on ledger_entries using brin (posted_at);

-- A call that is billed as reserved may be corrected by hand, and the truth about it may turn up before that or after it:
-- what was posted last stands. Where it turns up after, the row of usage stays the estimate, and the truth is one more row
-- of `corrected_usage`, in the ledger the entries that follow those by hand.
alter table corrected_usage alter column correction_id drop not null;
comment on column corrected_usage.correction_id is
  'Null for the truth about a call that was billed as reserved and corrected by hand before it turned up.';

-- What was said of an estimate by hand is none any more.
create or replace view booked_usage with (security_invoker = true) as
  select u.tenant_id, u.request_id, u.app_id, u.api_key_id, u.user_id, u.session_id, u.model_id, u.provider_id,
    u.request_type, u.tags, case when c.entry is null then u.origin else 'call' end as origin, u.latency_ms, u.created_at,
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

grant create on schema public to radiant_batch;
set local role radiant_batch;

-- As before, and estimates too: whoever corrects one says what it used.
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
        and u.price_version = g.before_version
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

create or replace function correct_estimates(rows json) returns void
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  late record;
  stood record;
  by_hand boolean;
  place integer;
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
    select c.entry, c.cost_picos, c.billed_amount_picos, c.price_version into stood from public.corrected_usage c
      where c.tenant_id = late.tenant_id and c.request_id = late.request_id order by c.entry desc limit 1;
    by_hand := found;
    place := 3;
    if by_hand then
      -- the estimate stays as it was: what was said by hand was made of it
      place := 2 + greatest(stood.entry, (select max(l.entry + (l.entry + 1) % 2) from public.ledger_entries l
        where l.tenant_id = late.tenant_id and l.request_id = late.request_id));
      late.old_cost := stood.cost_picos;
      late.old_billed := stood.billed_amount_picos;
      late.old_version := stood.price_version;
    end if;
    update public.usage_records u set origin = 'call', model_id = late.model_id, provider_id = late.provider_id,
        latency_ms = late.latency_ms
      where by_hand and u.tenant_id = late.tenant_id and u.request_id = late.request_id and u.origin = 'expiry';
    continue when by_hand and not found; -- it stands twice among the rows
    insert into public.corrected_usage (tenant_id, request_id, entry, correction_id, input_tokens, cached_input_tokens,
      output_tokens, reasoning_tokens, usage_detail, cost_picos, billed_amount_picos, estimated, price_version,
      markup_basis_points, markup_version)
      select late.tenant_id, late.request_id, place, null, late.input_tokens, late.cached_input_tokens,
        late.output_tokens, late.reasoning_tokens, late.usage_detail, late.cost_picos, late.billed_amount_picos,
        late.estimated, late.price_version, late.markup_basis_points, late.markup_version
      where by_hand;
    update public.usage_records u set model_id = late.model_id, provider_id = late.provider_id,
        input_tokens = late.input_tokens, cached_input_tokens = late.cached_input_tokens,
        output_tokens = late.output_tokens, reasoning_tokens = late.reasoning_tokens, cost_picos = late.cost_picos,
        billed_amount_picos = late.billed_amount_picos, estimated = late.estimated, origin = 'call',
        price_version = late.price_version, latency_ms = late.latency_ms,
        usage_detail = late.usage_detail, markup_basis_points = late.markup_basis_points,
        markup_version = late.markup_version
      where not by_hand and u.tenant_id = late.tenant_id and u.request_id = late.request_id and u.origin = 'expiry';
    continue when not by_hand and not found;
    insert into public.ledger_entries (tenant_id, request_id, entry, account, amount_picos, kind, price_version)
      select late.tenant_id, late.request_id, line.entry, line.account, line.amount, line.kind, line.version
        from (values
          (place - 1, 'receivable', -late.old_billed, 'reversal', late.old_version),
          (place - 1, 'provider', late.old_cost, 'reversal', late.old_version),
          (place - 1, 'margin', late.old_billed - late.old_cost, 'reversal', late.old_version),
          (place, 'receivable', late.billed_amount_picos, 'correction', late.price_version),
          (place, 'provider', -late.cost_picos, 'correction', late.price_version),
          (place, 'margin', late.cost_picos - late.billed_amount_picos, 'correction', late.price_version)
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

-- As before, but truth that took the place of what was said by hand is no conflict with the estimate.
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
      where g.kind = 'usage' and g.origin = 'call' and u.billed_amount_picos <> g.billed_amount_picos
        and not exists (select from public.corrected_usage c where c.tenant_id = u.tenant_id
          and c.request_id = u.request_id and c.correction_id is null and c.billed_amount_picos = g.billed_amount_picos);
  end if;
end
$$;

-- As before, and lines whose row of usage is gone count as well: it looked from usage to its lines and not back.
create or replace function books_at_a_glance(since timestamptz)
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
  select coalesce((select sum(unlike) from recent), 0) + coalesce((
      select sum(abs(l.amount_picos)) from ledger_entries l
        where l.posted_at >= since and l.account in ('receivable', 'provider')
          and not exists (select from usage_records u where u.tenant_id = l.tenant_id and u.request_id = l.request_id)), 0), coalesce((select sum(unbalanced) from recent), 0),
    coalesce(sum(amount) filter (where settled), 0), coalesce(sum(amount) filter (where overdue), 0),
    count(*), coalesce(sum(amount), 0) from open
$$;

reset role;
revoke create on schema public from radiant_batch;
