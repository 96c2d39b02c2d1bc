-- Tenants and their API keys. Every index of a tenant's table begins with tenant_id, so that a row-level policy on it
-- costs nothing; the one exception is the hash of a key, which is looked up to learn the tenant.
create table tenants (
  id uuid primary key,
  app_id entity_name not null,
  name text not null check (length(name) between 1 and 200),
  domain text check (length(domain) between 1 and 253),
  status text not null default 'active' check (status in ('active', 'suspended', 'deleted')),
  settings jsonb not null default '{}' check (jsonb_typeof(settings) = 'object'),
  phi_config jsonb check (jsonb_typeof(phi_config) = 'object'),
  time_zone text not null default 'UTC' check (length(time_zone) between 1 and 64),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on column tenants.phi_config is 'Null means the default policy of the platform.';

create table api_keys (
  id uuid not null,
  tenant_id uuid not null references tenants,
  app_id entity_name not null,
  name text not null check (length(name) between 1 and 200),
  prefix text not null check (prefix ~ '^rad_[a-z]{1,10}_[A-Za-z0-9]{12}$'),
  hash char(64) not null unique check (hash ~ '^[0-9a-f]{64}$'),
  scopes text[] not null default '{}',
  expires_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  primary key (tenant_id, id)
);
comment on column api_keys.hash is 'SHA-256 of the whole key in hex; the key itself is kept nowhere.';

grant select on tenants, api_keys to radiant_app;
grant update (last_used_at) on api_keys to radiant_app;
