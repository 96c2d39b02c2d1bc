-- Tenants and the API keys that stand for them. Of a key only its SHA-256 is kept.

create table tenants (
  id uuid primary key,
  app_id text not null check (length(app_id) between 1 and 200),
  name text not null check (length(name) between 1 and 200),
  domain text,
  status text not null default 'active' check (status in ('active', 'suspended', 'deleted')),
  settings jsonb not null default '{}',
  phi_config jsonb,
  time_zone text not null default 'UTC',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on column tenants.phi_config is 'null means the platform''s default policy';

create table api_keys (
  id uuid primary key,
  tenant_id uuid not null references tenants (id),
  app_id text not null check (length(app_id) between 1 and 200),
  name text not null check (length(name) between 1 and 200),
  prefix text not null,
  hash text not null unique check (hash ~ '^[0-9a-f]{64}$'),
  scopes text[] not null default '{*}',
  expires_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz not null default now(),
  last_used_at timestamptz
);
create index api_keys_tenant on api_keys (tenant_id, created_at);

grant select on tenants, api_keys to radiant_app;
