-- A rotation changes a key's secret and not who asks with it. What a key had begun, its sessions and the calls under its
-- Idempotency-Keys, was bound to its id and lost with it: a client that repeated a call after it changed over paid twice.
alter table api_keys add column lineage uuid;
comment on column api_keys.lineage is 'The first key of the rotations that led to this one; null for one that took no key''s place.';

grant create on schema public to radiant_batch;
set local role radiant_batch;
drop function find_api_key(text);
-- A key by the hash of the whole; a key that is honoured is noted as used, once a minute at most.
create function find_api_key(wanted text)
  returns table (id uuid, tenant_id uuid, app_id text, name text, prefix text, hash text, scopes text[],
    trusted_forwarder boolean, limits jsonb, expires_at timestamptz, revoked_at timestamptz, tenant_active boolean,
    lineage uuid)
  language sql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
  with found as (
    select k.*, t.status = 'active' as tenant_active
      from public.api_keys k join public.tenants t on t.id = k.tenant_id where k.hash = wanted::bpchar
  ), noted as (
    update public.api_keys k set last_used_at = now() from found f
      where k.tenant_id = f.tenant_id and k.id = f.id and f.tenant_active
        and (f.revoked_at is null or f.revoked_at > now()) and (f.expires_at is null or f.expires_at > now())
        and (f.last_used_at is null or f.last_used_at < now() - interval '1 minute')
  )
  select f.id, f.tenant_id, f.app_id::text, f.name, f.prefix, f.hash::text, f.scopes, f.trusted_forwarder, f.limits,
    f.expires_at, f.revoked_at, f.tenant_active, f.lineage from found f
$$;
revoke all on function find_api_key(text) from public;
grant execute on function find_api_key(text) to radiant_app;
reset role;
revoke create on schema public from radiant_batch;
