-- The audit trail. A row is written once and never changed by the applications; the sealer's function chains rows, the
-- retention role's empties them. What may name a person is sealed in `body`; hashes cover its ciphertext, so that the
-- chain verifies after keys were destroyed and after rows were emptied.
create table audit_logs (
  tenant_id uuid not null,
  id uuid not null,
  sequence bigint check (sequence > 0),
  hash char(64),
  content_hash char(64) not null check (content_hash ~ '^[0-9a-f]{64}$'),
  occurred_at timestamptz(3) not null,
  retention_class text not null check (retention_class in ('access', 'change', 'disclosure', 'security')),
  action text check (length(action) between 1 and 100),
  outcome text check (outcome in ('success', 'refused', 'failed')),
  actor_kind text check (actor_kind in ('service', 'user', 'admin', 'system')),
  user_id text,
  admin_id text,
  api_key_id uuid,
  app_id text,
  cross_tenant boolean,
  resource_type text,
  resource_id text,
  request_id uuid,
  provider_id text,
  model_id text,
  phi jsonb check (jsonb_typeof(phi) = 'object'),
  phi_disclosed boolean,
  subjects text[],
  body bytea,
  recorded_at timestamptz not null default clock_timestamp(),
  purged_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, sequence),
  check ((sequence is null) = (hash is null)),
  check (purged_at is not null or action is not null)
);
create index audit_logs_newest on audit_logs (tenant_id, occurred_at desc, id desc);
create index audit_logs_oldest on audit_logs (occurred_at, id);
create index audit_logs_unsealed on audit_logs (tenant_id, recorded_at, id) where sequence is null;
create index audit_logs_provider on audit_logs (provider_id, occurred_at) where provider_id is not null;
create index audit_logs_subjects on audit_logs using gin (subjects) where subjects is not null;
comment on column audit_logs.occurred_at is 'In milliseconds, as the hash of the chain reads it.';
comment on column audit_logs.phi is 'Category to count; never a value.';
comment on column audit_logs.subjects is 'Keyed digests of the identifiers concerned, under a key of the tenant.';
comment on column audit_logs.body is 'Sealed JSON: address, user agent, details.';

-- The end of each tenant's chain.
create table audit_chains (
  tenant_id uuid primary key,
  sequence bigint not null check (sequence > 0),
  hash char(64) not null
);

grant insert (tenant_id, id, content_hash, occurred_at, retention_class, action, outcome, actor_kind, user_id, admin_id,
  api_key_id, app_id, cross_tenant, resource_type, resource_id, request_id, provider_id, model_id, phi, phi_disclosed,
  subjects, body) on audit_logs to radiant_app;
grant select on audit_logs, audit_chains to radiant_admin;
