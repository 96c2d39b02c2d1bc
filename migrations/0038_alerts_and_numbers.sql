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
