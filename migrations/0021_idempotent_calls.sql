-- Calls to which their caller gave an Idempotency-Key. The row is made in the transaction that holds the call's money, so a
-- key and a reservation stand or fall together. Nothing that a caller wrote is in the clear: key and request are HMACs
-- under the tenant's key, the reply is sealed.
create table idempotent_calls (
  tenant_id uuid not null,
  key_digest text not null check (key_digest ~ '^[0-9a-f]{64}$'),
  fingerprint text not null check (fingerprint ~ '^[0-9a-f]{64}$'),
  request_id uuid not null,
  session_id uuid,
  claimed_at timestamptz not null,
  claimed_until timestamptz not null,
  keep_until timestamptz not null,
  reply bytea,
  primary key (tenant_id, key_digest)
);
comment on column idempotent_calls.key_digest is 'Of the key, the app and whose key it is.';
comment on column idempotent_calls.session_id is 'The reply is sealed under the key of this session where there is one.';
comment on column idempotent_calls.claimed_until is 'A billed call without a reply may still bring one until then.';
comment on column idempotent_calls.reply is 'Null while the call runs, when it brought no whole reply, and after keep_until.';
-- What is to be forgotten, of any tenant.
create index idempotent_calls_kept on idempotent_calls (keep_until) where reply is not null;
create index idempotent_calls_forgotten on idempotent_calls (keep_until) where reply is null;

alter table idempotent_calls enable row level security;
alter table idempotent_calls force row level security;
create policy own_tenant on idempotent_calls using (tenant_id = scoped_tenant()) with check (tenant_id = scoped_tenant());
create policy batch on idempotent_calls to radiant_batch using (true) with check (true);
grant select, delete, update (reply, claimed_until) on idempotent_calls to radiant_app;
grant select, insert, delete, update (reply) on idempotent_calls to radiant_batch;

-- Takes keys for calls of any tenants; answers the calls whose key another call has. Repeating it changes nothing. In one
-- order everywhere, so that two batches never wait for each other.
create function claim_keys(claims json) returns table (taken uuid)
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  insert into public.idempotent_calls (tenant_id, key_digest, fingerprint, request_id, session_id, claimed_at,
    claimed_until, keep_until)
  select g.tenant_id, g.key_digest, g.fingerprint, g.request_id, g.session_id, g.claimed_at, g.claimed_until, g.keep_until
    from json_to_recordset(claims) as g (tenant_id uuid, key_digest text, fingerprint text, request_id uuid,
      session_id uuid, claimed_at timestamptz, claimed_until timestamptz, keep_until timestamptz)
    order by g.tenant_id, g.key_digest
  on conflict (tenant_id, key_digest) do nothing;
  return query select g.request_id
    from json_to_recordset(claims) as g (tenant_id uuid, key_digest text, request_id uuid)
    where not exists (select from public.idempotent_calls k
      where k.tenant_id = g.tenant_id and k.key_digest = g.key_digest and k.request_id = g.request_id);
end
$$;

-- Gives back the keys of those of the calls that are refused.
create function unclaim_keys(claims json, refused uuid[]) returns void
  language sql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
  delete from public.idempotent_calls k
    using json_to_recordset(claims) as g (tenant_id uuid, key_digest text, request_id uuid)
    where g.request_id = any (refused)
      and k.tenant_id = g.tenant_id and k.key_digest = g.key_digest and k.request_id = g.request_id;
$$;

-- Takes away replies whose time is over, and thirty days later that there was a call; answers how many replies.
create function forget_replies(moment timestamptz, most integer) returns integer
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  forgotten integer;
begin
  if not pg_try_advisory_xact_lock(7021795272) then
    return 0;
  end if;
  update public.idempotent_calls k set reply = null
    from (select tenant_id, key_digest from public.idempotent_calls
      where reply is not null and keep_until <= moment limit most) as due
    where k.tenant_id = due.tenant_id and k.key_digest = due.key_digest;
  get diagnostics forgotten = row_count;
  delete from public.idempotent_calls k
    using (select tenant_id, key_digest from public.idempotent_calls
      where reply is null and keep_until <= moment - interval '30 days' limit most) as due
    where k.tenant_id = due.tenant_id and k.key_digest = due.key_digest;
  return forgotten;
end
$$;

-- As before, with the keys of those calls that have one (null for the others): a call whose key another has is refused,
-- and names no budget; one that is refused for another reason gives its key back. The form without keys stays for
-- processes of the version before.
create function depart_calls(reservations json, departures json, claims json)
  returns table (refused uuid, budget uuid, budget_scope text, limit_picos text, left_picos text, resets_at timestamptz)
  language plpgsql volatile set search_path = pg_catalog, public, pg_temp
as $$
declare
  refusals uuid[] := '{}';
  keyed json;
  asked json := reservations;
begin
  select json_agg(c) into keyed from json_array_elements(claims) as c where json_typeof(c) = 'object';
  if keyed is not null then
    for refused in select taken from public.claim_keys(keyed) loop
      refusals := refusals || refused;
      return next;
    end loop;
    if refusals <> '{}' then
      select coalesce(json_agg(r), '[]') into asked from json_array_elements(reservations) as r
        where (r ->> 'request_id')::uuid <> all (refusals);
    end if;
  end if;
  for refused, budget, budget_scope, limit_picos, left_picos, resets_at in
    select * from public.reserve_calls(asked)
  loop
    refusals := refusals || refused;
    return next;
  end loop;
  if refusals = '{}' then
    perform public.append_audit(departures);
    return;
  end if;
  if keyed is not null then
    perform public.unclaim_keys(keyed, refusals);
  end if;
  perform public.append_audit(coalesce(
    (select json_agg(d) from json_array_elements(departures) as d
      where (d ->> 'request_id')::uuid <> all (refusals)), '[]'));
end
$$;

revoke all on function claim_keys(json), unclaim_keys(json, uuid[]), forget_replies(timestamptz, integer),
  depart_calls(json, json, json) from public;
grant execute on function claim_keys(json), unclaim_keys(json, uuid[]), forget_replies(timestamptz, integer),
  depart_calls(json, json, json) to radiant_app;

-- A function may only be handed to a role that may create in the schema; that right is taken back at once.
grant create on schema public to radiant_batch;
alter function claim_keys(json) owner to radiant_batch;
alter function unclaim_keys(json, uuid[]) owner to radiant_batch;
alter function forget_replies(timestamptz, integer) owner to radiant_batch;
revoke create on schema public from radiant_batch;
