-- A rotation changes a key's secret and not who asks with it. A budget of a key was about that key alone, and a rotation
-- gave the successor one on the same terms that began at nothing spent: rotating twice a month was three budgets. It is
-- about the first key and all that took its place, and `scope_value` is the first.
create index api_keys_successors on api_keys (id, lineage) where lineage is not null;

-- Whether a key took the place of the first one of its line.
create function key_succeeds(key uuid, first text) returns boolean
  language sql stable parallel safe
  return exists (select from api_keys k where k.id = key and k.lineage::text = first);

-- The look at the keys is a function of its own, so that this one is still worked into the statements that ask it.
create or replace function budget_covers(scope text, wanted text, app_id text, user_id text, api_key_id uuid, tags text[])
  returns boolean language sql stable parallel safe
  return case scope
    when 'tenant' then true
    when 'app' then wanted = app_id
    when 'user' then coalesce(wanted = user_id, false)
    when 'key' then coalesce(wanted = api_key_id::text, false) or key_succeeds(api_key_id, wanted)
    else coalesce(wanted = any (tags), false)
  end;

-- Budgets that a rotation made are ended where the one that they were made from stands; others become one of the first
-- key. What they have counted is counted anew, with the alerts that are due.
grant update (scope_value, ended_at, ended_by) on budgets to radiant_batch;
set local role radiant_batch;
lock table public.budget_counters in share row exclusive mode; -- see open_budget_counters
update public.budgets b set ended_at = now(), ended_by = 'upgrade'
  from public.api_keys k
  where b.scope = 'key' and b.ended_at is null and k.tenant_id = b.tenant_id and k.id::text = b.scope_value
    and exists (select from public.budgets o
      where o.tenant_id = b.tenant_id and o.scope = 'key' and o.ended_at is null and o.period = b.period
        and o.limit_picos = b.limit_picos and o.hard = b.hard and (o.created_at, o.id) < (b.created_at, b.id)
        and (o.scope_value = k.lineage::text
          or exists (select from public.api_keys other
            where other.tenant_id = b.tenant_id and other.lineage = k.lineage and other.id::text = o.scope_value)));
update public.budgets b set scope_value = k.lineage::text
  from public.api_keys k
  where b.scope = 'key' and b.ended_at is null and k.tenant_id = b.tenant_id and k.id::text = b.scope_value
    and k.lineage is not null;
update public.budget_counters c set spent_picos = coalesce((
    select sum(u.billed_amount_picos) from public.booked_usage u
      where u.tenant_id = c.tenant_id and u.created_at >= c.period_start and u.created_at < c.period_end
        and public.budget_covers(b.scope, b.scope_value, u.app_id, u.user_id, u.api_key_id, u.tags)), 0)
  from public.budgets b
  where b.tenant_id = c.tenant_id and b.id = c.budget_id and b.scope = 'key'
    and exists (select from public.api_keys k where k.tenant_id = b.tenant_id and k.lineage::text = b.scope_value);
select public.count_budgets(coalesce(json_agg(json_build_object('tenant_id', c.tenant_id, 'budget_id', c.budget_id,
    'period_start', c.period_start, 'spent', 0, 'held', 0)), '[]'))
  from public.budget_counters c join public.budgets b on b.tenant_id = c.tenant_id and b.id = c.budget_id
  where b.scope = 'key'
    and exists (select from public.api_keys k where k.tenant_id = b.tenant_id and k.lineage::text = b.scope_value);
reset role;
revoke update (scope_value, ended_at, ended_by) on budgets from radiant_batch;
