-- Every table of a tenant shows and takes only rows of the tenant in `app.tenant_id`, which a transaction sets for
-- itself (set local). FORCE binds the owner too. What must cross tenants goes through functions that run as
-- radiant_batch, a role that nobody can log in as, with policies of its own.
create function scoped_tenant() returns uuid
  language sql stable parallel safe
  return nullif(current_setting('app.tenant_id', true), '')::uuid;

do $$
declare
  name text;
begin
  foreach name in array array['api_keys', 'app_users', 'invitations', 'token_revocations', 'admin_sessions',
    'break_glass_grants', 'legal_holds', 'data_keys', 'usage_records', 'audit_logs', 'audit_chains'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy own_tenant on %I using (tenant_id = scoped_tenant())'
      ' with check (tenant_id = scoped_tenant())', name);
  end loop;
end
$$;
alter table tenants enable row level security;
alter table tenants force row level security;
create policy own_tenant on tenants using (id = scoped_tenant()) with check (id = scoped_tenant());

-- A super administrator reads lists across tenants; only the administration's process can, and it can only read.
create policy all_tenants on tenants for select to radiant_admin using (current_setting('app.all_tenants', true) = 'on');
create policy all_tenants on audit_logs for select to radiant_admin
  using (current_setting('app.all_tenants', true) = 'on');
create policy all_tenants on audit_chains for select to radiant_admin
  using (current_setting('app.all_tenants', true) = 'on');

-- radiant_batch
grant usage on schema public to radiant_batch, radiant_retention;
grant select on tenants, api_keys, legal_holds to radiant_batch;
grant update (last_used_at) on api_keys to radiant_batch;
grant select, insert on usage_records to radiant_batch;
grant select, insert, update (sequence, hash) on audit_logs to radiant_batch;
grant select, insert, update on audit_chains to radiant_batch;
create policy batch on tenants for select to radiant_batch using (true);
create policy batch on api_keys to radiant_batch using (true) with check (true);
create policy batch on usage_records to radiant_batch using (true) with check (true);
create policy batch on audit_logs to radiant_batch using (true) with check (true);
create policy batch on audit_chains to radiant_batch using (true) with check (true);

-- A key by the hash of the whole; a key that is honoured is noted as used, once a minute at most.
create function find_api_key(wanted text)
  returns table (id uuid, tenant_id uuid, app_id text, name text, prefix text, hash text, scopes text[],
    trusted_forwarder boolean, limits jsonb, expires_at timestamptz, revoked_at timestamptz, tenant_active boolean)
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
    f.expires_at, f.revoked_at, f.tenant_active from found f
$$;

-- Appends usage rows of any tenants; answers how many were new.
create function append_usage(rows json) returns integer
  language sql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
  with added as (
    insert into public.usage_records (tenant_id, request_id, app_id, api_key_id, user_id, session_id, model_id, provider_id,
      request_type, input_tokens, cached_input_tokens, output_tokens, reasoning_tokens, cost_picos, billed_amount_picos,
      estimated, price_version, latency_ms, created_at)
    select tenant_id, request_id, app_id, api_key_id, user_id, session_id, model_id, provider_id,
      request_type, input_tokens, cached_input_tokens, output_tokens, reasoning_tokens, cost_picos, billed_amount_picos,
      estimated, price_version, latency_ms, created_at
    from json_to_recordset(rows) as given (tenant_id uuid, request_id uuid, app_id text, api_key_id uuid, user_id text,
      session_id uuid, model_id text, provider_id text, request_type text, input_tokens bigint,
      cached_input_tokens bigint, output_tokens bigint, reasoning_tokens bigint, cost_picos bigint,
      billed_amount_picos bigint, estimated boolean, price_version integer, latency_ms integer, created_at timestamptz)
    on conflict (tenant_id, request_id) do nothing
    returning 1
  ) select count(*)::integer from added
$$;

-- What is billed for requests that the caller names: an amount for each that is known.
create function billed_usage(tenants uuid[], requests uuid[])
  returns table (tenant_id uuid, request_id uuid, billed_amount_picos bigint)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  select u.tenant_id, u.request_id, u.billed_amount_picos
    from unnest(tenants, requests) as given (tenant_id, request_id)
    join public.usage_records u on u.tenant_id = given.tenant_id and u.request_id = given.request_id
$$;

-- Appends audit rows of any tenants; answers how many were new.
create function append_audit(rows json) returns integer
  language sql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
  with added as (
    insert into public.audit_logs (tenant_id, id, content_hash, occurred_at, retention_class, action, outcome, actor_kind,
      user_id, admin_id, api_key_id, app_id, cross_tenant, resource_type, resource_id, request_id, provider_id, model_id,
      phi, phi_disclosed, subjects, body)
    select tenant_id, id, content_hash, occurred_at, retention_class, action, outcome, actor_kind,
      user_id, admin_id, api_key_id, app_id, cross_tenant, resource_type, resource_id, request_id, provider_id, model_id,
      phi, phi_disclosed, subjects, decode(body, 'base64')
    from json_to_recordset(rows) as given (tenant_id uuid, id uuid, content_hash text, occurred_at timestamptz,
      retention_class text, action text, outcome text, actor_kind text, user_id text, admin_id text, api_key_id uuid,
      app_id text, cross_tenant boolean, resource_type text, resource_id text, request_id uuid, provider_id text,
      model_id text, phi jsonb, phi_disclosed boolean, subjects text[], body text)
    on conflict (tenant_id, id) do nothing
    returning 1
  ) select count(*)::integer from added
$$;

-- Chains rows that wait, oldest first; answers how many. One sealer at a time: who finds another at work answers 0.
-- hash = SHA-256 of previous|sequence|tenant|class|moment|content, in hex; the first row's previous is 64 zeros.
create function seal_audit(most integer) returns integer
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  waiting record;
  chained uuid;
  head bigint;
  tip text;
  tenants uuid[] := '{}';
  ids uuid[] := '{}';
  sequences bigint[] := '{}';
  hashes text[] := '{}';
begin
  if not pg_try_advisory_xact_lock(7021795270) then
    return 0;
  end if;
  for waiting in
    select a.tenant_id, a.id, a.content_hash, a.retention_class,
        to_char(a.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as moment
      from public.audit_logs a where a.sequence is null order by a.tenant_id, a.recorded_at, a.id limit most
  loop
    if chained is distinct from waiting.tenant_id then
      chained := waiting.tenant_id;
      select c.sequence, c.hash into head, tip from public.audit_chains c where c.tenant_id = chained;
      -- A row that somebody put in the next place must not hold up the rest: the chain goes on behind it, and whoever
      -- verifies finds it.
      select greatest(coalesce(head, 0), coalesce(max(a.sequence), 0)) into head
        from public.audit_logs a where a.tenant_id = chained;
      tip := coalesce(tip, repeat('0', 64));
    end if;
    head := head + 1;
    tip := encode(sha256(convert_to(concat_ws('|', tip, head, waiting.tenant_id, waiting.retention_class,
      waiting.moment, waiting.content_hash), 'UTF8')), 'hex');
    tenants := tenants || waiting.tenant_id;
    ids := ids || waiting.id;
    sequences := sequences || head;
    hashes := hashes || tip;
  end loop;
  update public.audit_logs a set sequence = s.sequence, hash = s.hash
    from unnest(tenants, ids, sequences, hashes) as s (tenant_id, id, sequence, hash)
    where a.tenant_id = s.tenant_id and a.id = s.id;
  insert into public.audit_chains as c (tenant_id, sequence, hash)
    select distinct on (s.tenant_id) s.tenant_id, s.sequence, s.hash
      from unnest(tenants, sequences, hashes) as s (tenant_id, sequence, hash)
      order by s.tenant_id, s.sequence desc
    on conflict (tenant_id) do update set sequence = excluded.sequence, hash = excluded.hash;
  return cardinality(ids);
end
$$;

-- Rows that concern a subject. A condition on an array is not leakproof, so under a tenant's policy no index would serve
-- it; here the scope is part of the query.
create function audit_of_subject(wanted text) returns table (tenant_id uuid, id uuid)
  language sql stable security definer rows 100 set search_path = pg_catalog, public, pg_temp
as $$
  select a.tenant_id, a.id from public.audit_logs a
    where a.subjects @> array[wanted]
      and (a.tenant_id = public.scoped_tenant() or current_setting('app.all_tenants', true) = 'on')
$$;

-- radiant_retention: empties what is old enough, and never while a hold stands.
grant select on legal_holds to radiant_retention;
grant select, update (action, outcome, actor_kind, user_id, admin_id, api_key_id, app_id, cross_tenant, resource_type,
  resource_id, request_id, provider_id, model_id, phi, phi_disclosed, subjects, body, purged_at)
  on audit_logs to radiant_retention;
create policy retention on legal_holds for select to radiant_retention using (true);
create policy retention on audit_logs to radiant_retention using (true) with check (true);

-- Sealed rows of a class before a moment lose their content and keep their place in the chain; answers how many. Out of
-- the tenant's scope there are none. Rows that tell of a purge stay: they are why the emptied ones may be empty.
-- 45 CFR 164.316(b)(2)(i) asks for six years, so nothing younger is touched, whoever asks.
create function purge_audit(tenant uuid, class text, before timestamptz) returns integer
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  purged integer;
begin
  if tenant is distinct from public.scoped_tenant() then
    return 0;
  end if;
  if before > now() - interval '6 years' then
    raise exception 'audit rows are kept for six years' using errcode = 'check_violation';
  end if;
  if exists (select from public.legal_holds h where h.tenant_id = tenant and h.released_at is null) then
    raise exception 'a legal hold stands' using errcode = 'object_in_use';
  end if;
  update public.audit_logs a set purged_at = now(), action = null, outcome = null, actor_kind = null, user_id = null,
      admin_id = null, api_key_id = null, app_id = null, cross_tenant = null, resource_type = null, resource_id = null,
      request_id = null, provider_id = null, model_id = null, phi = null, phi_disclosed = null, subjects = null,
      body = null
    where a.tenant_id = tenant and a.retention_class = class and a.occurred_at < before and a.sequence is not null
      and a.purged_at is null and a.action <> 'audit.purge';
  get diagnostics purged = row_count;
  return purged;
end
$$;

-- While the functions are still this role's: once they are handed over it may grant nothing on them.
revoke all on function find_api_key(text), append_usage(json), billed_usage(uuid[], uuid[]), append_audit(json),
  seal_audit(integer), audit_of_subject(text), purge_audit(uuid, text, timestamptz) from public;
grant execute on function find_api_key(text), append_usage(json), billed_usage(uuid[], uuid[]), append_audit(json),
  seal_audit(integer) to radiant_app;
grant execute on function audit_of_subject(text), purge_audit(uuid, text, timestamptz) to radiant_admin;

-- A function may only be handed to a role that may create in the schema; that right is taken back at once.
grant create on schema public to radiant_batch, radiant_retention;
alter function find_api_key(text) owner to radiant_batch;
alter function append_usage(json) owner to radiant_batch;
alter function billed_usage(uuid[], uuid[]) owner to radiant_batch;
alter function append_audit(json) owner to radiant_batch;
alter function seal_audit(integer) owner to radiant_batch;
alter function audit_of_subject(text) owner to radiant_batch;
alter function purge_audit(uuid, text, timestamptz) owner to radiant_retention;
revoke create on schema public from radiant_batch, radiant_retention;

-- What was granted before there was a scope: keys are found and usage is written through the functions alone.
revoke update on api_keys from radiant_app;
revoke insert on usage_records from radiant_app;
