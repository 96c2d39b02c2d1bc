-- Receipts are rows of the audit trail, which the application may write and not read. These functions show a tenant its
-- own receipts and how the chain goes on behind them, and nothing else of the trail.
create index audit_logs_receipts on audit_logs (tenant_id, request_id) where action = 'inference.settle';

-- The row that closed a request, with the hash of the row before it.
create function receipt_rows(request uuid)
  returns table (tenant_id uuid, id uuid, sequence bigint, hash text, previous_hash text, content_hash text,
    occurred_at timestamptz, retention_class text, action text, outcome text, actor_kind text, user_id text,
    admin_id text, api_key_id uuid, app_id text, cross_tenant boolean, resource_type text, resource_id text,
    request_id uuid, provider_id text, model_id text, phi jsonb, phi_disclosed boolean, subjects text[], body bytea)
  language sql stable security definer rows 1 set search_path = pg_catalog, public, pg_temp
as $$
  select a.tenant_id, a.id, a.sequence, a.hash::text,
    case when a.sequence = 1 then repeat('0', 64) else (
      select b.hash::text from public.audit_logs b where b.tenant_id = a.tenant_id and b.sequence = a.sequence - 1) end,
    a.content_hash::text, a.occurred_at, a.retention_class, a.action, a.outcome, a.actor_kind, a.user_id, a.admin_id,
    a.api_key_id, a.app_id, a.cross_tenant, a.resource_type, a.resource_id, a.request_id, a.provider_id, a.model_id,
    a.phi, a.phi_disclosed, a.subjects, a.body
  from public.audit_logs a
  where a.tenant_id = public.scoped_tenant() and a.request_id = request and a.action = 'inference.settle'
  order by a.recorded_at limit 1
$$;

-- Places of the chain without what stands there, at most a thousand.
create function receipt_links(after bigint, up_to bigint)
  returns table (sequence bigint, hash text, content_hash text, occurred_at timestamptz, retention_class text)
  language sql stable security definer rows 100 set search_path = pg_catalog, public, pg_temp
as $$
  select a.sequence, a.hash::text, a.content_hash::text, a.occurred_at, a.retention_class
  from public.audit_logs a
  where a.tenant_id = public.scoped_tenant() and a.sequence > after and a.sequence <= up_to
  order by a.sequence limit 1000
$$;

revoke all on function receipt_rows(uuid), receipt_links(bigint, bigint) from public;
grant execute on function receipt_rows(uuid), receipt_links(bigint, bigint) to radiant_app;

-- A function may only be handed to a role that may create in the schema; that right is taken back at once.
grant create on schema public to radiant_batch;
alter function receipt_rows(uuid) owner to radiant_batch;
alter function receipt_links(bigint, bigint) owner to radiant_batch;
revoke create on schema public from radiant_batch;
