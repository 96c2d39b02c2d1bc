-- A rotation changes a key's secret and not who asks with it. A budget of a key was about that key alone, and a rotation
-- gave the successor one on the same terms that began at nothing spent: rotating twice a month was three budgets. Now it
-- is about a key and all that took its place. They stand in the budget and are not looked up: it is asked for every call.
comment on column budgets.scope_value is
  'Of a key: its id and those of all that took its place, the first one first, with spaces between. Null for the tenant.';
alter table budgets drop constraint budgets_scope_value_check,
  add constraint budgets_scope_value_check check (length(scope_value) between 1 and 200 or scope = 'key');
grant update (scope_value) on budgets to radiant_admin;

create or replace function budget_covers(scope text, wanted text, app_id text, user_id text, api_key_id uuid, tags text[])
  returns boolean language sql immutable parallel safe
  return case scope
    when 'tenant' then true
    when 'app' then wanted = app_id
    when 'user' then coalesce(wanted = user_id, false)
    when 'key' then coalesce(position(api_key_id::text in wanted) > 0, false)
    else coalesce(wanted = any (tags), false)
  end;

-- Of keys that were rotated since it is kept whose place they took: budgets that a rotation made are ended where the one
-- that they were made from stands, and the others are about the whole line. What those have counted is counted anew, with
-- the alerts that are due.
grant update (scope_value, ended_at, ended_by) on budgets to radiant_batch;
set local role radiant_batch;
lock table public.budget_counters in share row exclusive mode; -- see open_budget_counters
with placed as (
  select b.tenant_id, b.id, row_number() over (
      partition by b.tenant_id, coalesce(k.lineage, k.id), b.period, b.limit_picos, b.hard
      order by b.created_at, b.id) as place
    from public.budgets b join public.api_keys k on k.tenant_id = b.tenant_id and k.id::text = b.scope_value
    where b.scope = 'key' and b.ended_at is null
      and exists (select from public.api_keys s where s.tenant_id = k.tenant_id and s.lineage = coalesce(k.lineage, k.id))
)
update public.budgets b set ended_at = now(), ended_by = 'upgrade'
  from placed p
  where b.tenant_id = p.tenant_id and b.id = p.id and p.place > 1
    and exists (select from public.api_keys k
      where k.tenant_id = b.tenant_id and k.id::text = b.scope_value and k.lineage is not null);
update public.budgets b set scope_value = line.ids
  from public.api_keys k
    cross join lateral (
      select string_agg(s.id::text, ' ' order by s.lineage is not null, s.created_at, s.id) as ids
        from public.api_keys s
        where s.tenant_id = k.tenant_id and coalesce(s.lineage, s.id) = coalesce(k.lineage, k.id)
    ) line
  where b.scope = 'key' and b.ended_at is null and k.tenant_id = b.tenant_id and k.id::text = b.scope_value
    and line.ids <> b.scope_value;
update public.budget_counters c set spent_picos = coalesce((
    select sum(u.billed_amount_picos) from public.booked_usage u
      where u.tenant_id = c.tenant_id and u.created_at >= c.period_start and u.created_at < c.period_end
        and public.budget_covers(b.scope, b.scope_value, u.app_id, u.user_id, u.api_key_id, u.tags)), 0)
  from public.budgets b
  where b.tenant_id = c.tenant_id and b.id = c.budget_id and b.scope = 'key' and position(' ' in b.scope_value) > 0;
select public.count_budgets(coalesce(json_agg(json_build_object('tenant_id', c.tenant_id, 'budget_id', c.budget_id,
    'period_start', c.period_start, 'spent', 0, 'held', 0)), '[]'))
  from public.budget_counters c join public.budgets b on b.tenant_id = c.tenant_id and b.id = c.budget_id
  where b.scope = 'key' and position(' ' in b.scope_value) > 0;
reset role;
revoke update (scope_value, ended_at, ended_by) on budgets from radiant_batch;
