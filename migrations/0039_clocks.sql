-- A limit is counted by the database's clock. A replica whose clock was an hour ahead kept a tenant out of its limits for an
-- hour on all the others, and took from them without end itself. So did the clock of the database, when it was set back.
alter table rate_counters add column seen_at double precision not null default 0;
comment on column rate_counters.seen_at is 'The database''s own clock when whole_at was last counted, in milliseconds since 1970.';

grant create on schema public to radiant_batch;
set local role radiant_batch;

-- As before. A row may say in `now` what its caller's clock shows; where that is more than a second wrong, `at` is moved by
-- as much, and the answers are moved back.
create or replace function take_rates(rows json) returns table (taken boolean, whole double precision[])
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  asked json;
  tenant uuid;
  present double precision;
  wrong double precision;
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
  present := extract(epoch from clock_timestamp()) * 1000;
  -- the database's clock was set back since
  update public.rate_counters c set whole_at = c.whole_at - (c.seen_at - present), seen_at = present
    where c.seen_at > present + 1000 and (c.tenant_id, c.name) in (
      select (r ->> 'tenant_id')::uuid, l ->> 'name'
        from json_array_elements(rows) r cross join lateral json_array_elements(r -> 'limits') l);
  for asked in select r from json_array_elements(rows) with ordinality as e (r, place) order by place loop
    tenant := (asked ->> 'tenant_id')::uuid;
    wrong := coalesce((asked ->> 'now')::double precision - present, 0);
    if abs(wrong) <= 1000 then
      wrong := 0;
    end if;
    moment := (asked ->> 'at')::double precision - wrong;
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
      whole := whole || (one.whole_at + wrong);
      after := after || (one.whole_at + one.wait);
      -- a hundredth of a millisecond for what doubles round
      taken := taken and one.whole_at + one.wait <= moment + one.period + 0.01;
    end loop;
    if taken or (asked ->> 'forced')::boolean then
      whole := array(select a.whole_at + wrong from unnest(after) with ordinality as a (whole_at, place) order by a.place);
      update public.rate_counters c set whole_at = n.whole_at, capacity = n.capacity, period = n.period, seen_at = present
        from rows from (
            json_to_recordset(asked -> 'limits') as (name text, capacity double precision, period double precision),
            unnest(after)) as n (name, capacity, period, whole_at)
        where c.tenant_id = tenant and c.name = n.name;
    end if;
    return next;
  end loop;
end
$$;

reset role;
revoke create on schema public from radiant_batch;
