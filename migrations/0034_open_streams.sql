-- Streams of API keys that may have so many at a time, each for a while: the replica that serves it says again and again
-- that it is open, and what is not said any more, because that replica died, ends. Not logged, as rate_counters: after a
-- crash of the database it is said anew, and no call waits for a disk. The database's clock counts.
create unlogged table open_streams (
  tenant_id uuid not null,
  api_key_id uuid not null,
  request_id uuid not null,
  open_until timestamptz not null,
  primary key (tenant_id, api_key_id, request_id)
);

alter table open_streams enable row level security;
alter table open_streams force row level security;
create policy own_tenant on open_streams using (tenant_id = scoped_tenant()) with check (tenant_id = scoped_tenant());
create policy batch on open_streams to radiant_batch using (true) with check (true);
grant select, insert, update, delete on open_streams to radiant_batch;

-- Opens, renews and closes streams of any tenants, in the order of the rows: {kind, most, lease_ms, streams: [{tenant_id,
-- api_key_id, request_id}]}. `open` has one stream, and is not done where `most` others of its key are open; everything
-- else is always done. Answers in the order of the rows.
create function keep_streams(rows json) returns table (done boolean)
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  asked json;
  renewed boolean := false;
begin
  -- Who opens streams of a key waits for whoever does so at the moment, and the statements below see what that one has
  -- opened. In one order everywhere, so that two batches never wait for each other.
  perform pg_advisory_xact_lock(k.key) from (
    select distinct hashtextextended('open_streams#' || (s ->> 'tenant_id') || '#' || (s ->> 'api_key_id'), 0) as key
      from json_array_elements(rows) r cross join lateral json_array_elements(r -> 'streams') s
      where r ->> 'kind' = 'open' order by 1) k;
  for asked in select r from json_array_elements(rows) with ordinality as e (r, place) order by place loop
    done := true;
    if asked ->> 'kind' = 'close' then
      delete from public.open_streams o
        using json_to_recordset(asked -> 'streams') as s (tenant_id uuid, api_key_id uuid, request_id uuid)
        where o.tenant_id = s.tenant_id and o.api_key_id = s.api_key_id and o.request_id = s.request_id;
    else
      if asked ->> 'kind' = 'open' then
        select count(*) < (asked ->> 'most')::bigint into done from public.open_streams o
          where o.tenant_id = (asked #>> '{streams,0,tenant_id}')::uuid
            and o.api_key_id = (asked #>> '{streams,0,api_key_id}')::uuid
            and o.request_id <> (asked #>> '{streams,0,request_id}')::uuid
            and o.open_until > now();
      else
        renewed := true;
      end if;
      if done then
        insert into public.open_streams (tenant_id, api_key_id, request_id, open_until)
          select distinct s.tenant_id, s.api_key_id, s.request_id, now() + (asked ->> 'lease_ms')::bigint * interval '1 ms'
            from json_to_recordset(asked -> 'streams') as s (tenant_id uuid, api_key_id uuid, request_id uuid)
          on conflict (tenant_id, api_key_id, request_id) do update set open_until = excluded.open_until;
      end if;
    end if;
    return next;
  end loop;
  -- What others left behind goes with the renewals, which come rarely. At the end, and past what somebody has at the moment:
  -- the other rows above are the caller's own, so nobody waits for two.
  if renewed then
    delete from public.open_streams o using (
      select tenant_id, api_key_id, request_id from public.open_streams
        where open_until < now() - interval '1 minute' limit 1000 for update skip locked) as left_behind
      where o.tenant_id = left_behind.tenant_id and o.api_key_id = left_behind.api_key_id
        and o.request_id = left_behind.request_id;
  end if;
end
$$;

revoke all on function keep_streams(json) from public;
grant execute on function keep_streams(json) to radiant_app;

-- A function may only be handed to a role that may create in the schema; that right is taken back at once.
grant create on schema public to radiant_batch;
alter function keep_streams(json) owner to radiant_batch;
revoke create on schema public from radiant_batch;
