-- The ETag of a tenant, and keys that stay gone when a tenant is deleted.
alter table tenants add column revision integer not null default 1 check (revision > 0);
comment on column tenants.revision is 'Counts its changes: the ETag.';
grant update (revision) on tenants to radiant_admin;

comment on column data_keys.scope is
  'tenant, or a session whose data can be destroyed on its own: session#<id>. A row of the scope * closes the tenant: no key of it is opened or made any more.';

-- Adds a version of a key unless the tenant is closed. A replica may still open a session while its tenant is deleted, so
-- adding and closing wait for each other; each statement of a volatile function sees what was committed before it.
create function add_data_key(tenant uuid, key_scope text, key_version integer, key_bytes bytea, key_wrapped_by text)
  returns boolean
  language plpgsql volatile set search_path = pg_catalog, public, pg_temp
as $$
begin
  perform pg_advisory_xact_lock_shared(hashtextextended('data_keys#' || tenant, 0));
  if exists (select from public.data_keys where tenant_id = tenant and scope = '*') then
    return false;
  end if;
  insert into public.data_keys (tenant_id, scope, version, wrapped, wrapped_by, destroyed_at)
    values (tenant, key_scope, key_version, key_bytes, key_wrapped_by, case when key_bytes is null then now() end)
    on conflict (tenant_id, scope, version) do nothing;
  return found;
end
$$;

-- Forgets the bytes of every key of a tenant and closes it for good; answers how many versions there were.
create function close_data_keys(tenant uuid, moment timestamptz) returns integer
  language plpgsql volatile set search_path = pg_catalog, public, pg_temp
as $$
declare
  closed integer;
begin
  perform pg_advisory_xact_lock(hashtextextended('data_keys#' || tenant, 0));
  insert into public.data_keys (tenant_id, scope, version, wrapped, wrapped_by, destroyed_at)
    values (tenant, '*', 1, null, 'none', moment) on conflict (tenant_id, scope, version) do nothing;
  update public.data_keys set wrapped = null, destroyed_at = moment where tenant_id = tenant and wrapped is not null;
  get diagnostics closed = row_count;
  return closed;
end
$$;
revoke all on function add_data_key(uuid, text, integer, bytea, text), close_data_keys(uuid, timestamptz) from public;
grant execute on function add_data_key(uuid, text, integer, bytea, text), close_data_keys(uuid, timestamptz)
  to radiant_app;
