-- How much of each rate limit is used, as the moment at which it is whole again (GCRA). Not logged: after a crash of the
-- database the limits begin anew, and no call waits for a disk.
create unlogged table rate_counters (
  tenant_id uuid not null,
  name text not null check (length(name) between 1 and 200),
  whole_at double precision not null,
  primary key (tenant_id, name)
);
comment on column rate_counters.whole_at is 'Milliseconds since 1970.';

alter table rate_counters enable row level security;
alter table rate_counters force row level security;
create policy own_tenant on rate_counters using (tenant_id = scoped_tenant()) with check (tenant_id = scoped_tenant());
create policy batch on rate_counters to radiant_batch using (true) with check (true);
grant select, insert, update on rate_counters to radiant_batch;

-- Takes from the limits of calls of any tenants, one call after the other: from all limits of a call or from none. Each
-- row is {tenant_id, at, forced, limits: [{name, capacity, period, cost}]}; what is forced is taken even where it is not
-- there. Answers in the order of the rows whether it was taken, and when each of its limits will be whole.
create function take_rates(rows json) returns table (taken boolean, whole double precision[])
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
      select l.name, l.period, l.cost * l.period / l.capacity as wait, greatest(c.whole_at, moment) as whole_at
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
      update public.rate_counters c set whole_at = n.whole_at
        from rows from (json_to_recordset(asked -> 'limits') as (name text), unnest(after)) as n (name, whole_at)
        where c.tenant_id = tenant and c.name = n.name;
    end if;
    return next;
  end loop;
end
$$;

revoke all on function take_rates(json) from public;
grant execute on function take_rates(json) to radiant_app;

-- A function may only be handed to a role that may create in the schema; that right is taken back at once.
grant create on schema public to radiant_batch;
alter function take_rates(json) owner to radiant_batch;
revoke create on schema public from radiant_batch;
