-- Apps, the users of each, invitations, and what an API key may do. The administration's process logs in as
-- radiant_admin: it may do what radiant_app may, and change what is granted to it here.
do $$
declare
  missing text;
begin
  select string_agg(name, ', ') into missing
    from unnest(array['radiant_admin', 'radiant_batch', 'radiant_retention']) as name
    where not exists (select from pg_roles where rolname = name);
  if missing is not null then
    raise exception 'missing roles: %', missing
      using hint = 'docs/operations.md, "Roles of the database", has the statements for an administrator.';
  end if;
end
$$;

grant usage on schema public to radiant_admin;

create table apps (
  id text primary key check (id ~ '^[a-z][a-z0-9-]{0,62}$' and id !~ '^v[0-9]+$'),
  name text not null check (length(name) between 1 and 200),
  status text not null default 'active' check (status in ('active', 'inactive')),
  created_at timestamptz not null default now()
);
comment on column apps.id is 'Also the subdomain and the segment in /api/{app}/; v1, v2 … are versions of the API.';
insert into apps (id, name) values
  ('default', 'Default'),
  ('thinktank', 'Think Tank'),
  ('launchboard', 'Launch Board'),
  ('alwaysme', 'Always Me'),
  ('mechanicalmaker', 'Mechanical Maker');

-- A user of an app within a tenant. `subject` is the identity provider's id of the person.
create table app_users (
  tenant_id uuid not null references tenants,
  id uuid not null,
  app_id text not null references apps,
  subject entity_name not null,
  status text not null default 'active' check (status in ('active', 'suspended')),
  invitation_id uuid,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, app_id, subject)
);

-- The address of the invited person is sealed under the tenant's key; the token is kept as its hash.
create table invitations (
  tenant_id uuid not null references tenants,
  id uuid not null,
  app_id text not null references apps,
  address bytea not null,
  token_hash char(64) not null check (token_hash ~ '^[0-9a-f]{64}$'),
  invited_by text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  accepted_at timestamptz,
  revoked_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, token_hash)
);

alter table api_keys
  add column trusted_forwarder boolean not null default false,
  add column limits jsonb not null default '{}' check (jsonb_typeof(limits) = 'object'),
  add column replaced_by uuid,
  add column created_by text;
comment on column api_keys.trusted_forwarder is 'Whether X-OpenWebUI-User-* of a request with this key is believed.';

-- Tokens are checked without a store; this is what ends one early: a single token, or all of a user's up to a moment.
create table token_revocations (
  tenant_id uuid not null references tenants,
  id uuid not null,
  kind text not null check (kind in ('token', 'user')),
  value text not null check (length(value) between 1 and 200),
  issued_before timestamptz not null,
  expires_at timestamptz not null,
  revoked_by text not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create index token_revocations_value on token_revocations (tenant_id, kind, value);
comment on column token_revocations.value is 'SHA-256 of the whole token in hex, or the user''s subject.';

-- When an administrator's token was first and last used, for the idle limit.
create table admin_sessions (
  tenant_id uuid not null references tenants,
  token_hash char(64) not null,
  started_at timestamptz not null default now(),
  last_used_at timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (tenant_id, token_hash)
);

-- Access out of the ordinary: for a reason, for an hour, looked at afterwards or approved before.
create table break_glass_grants (
  tenant_id uuid not null references tenants,
  id uuid not null,
  requested_by text not null,
  reason bytea not null,
  status text not null check (status in ('pending', 'active', 'denied', 'ended')),
  created_at timestamptz not null default now(),
  starts_at timestamptz,
  expires_at timestamptz,
  decided_by text,
  decided_at timestamptz,
  reviewed_by text,
  reviewed_at timestamptz,
  review text check (review in ('justified', 'not_justified')),
  primary key (tenant_id, id)
);
comment on column break_glass_grants.reason is 'Sealed: people write names into reasons.';

-- While a hold stands nothing of the tenant is purged.
create table legal_holds (
  tenant_id uuid not null references tenants,
  id uuid not null,
  reason bytea not null,
  placed_by text not null,
  placed_at timestamptz not null default now(),
  released_by text,
  released_at timestamptz,
  primary key (tenant_id, id)
);

-- Data keys, each wrapped by the platform's key. A destroyed key keeps its row and loses its bytes: what it sealed can
-- never be opened again. The platform's own keys have the tenant 00000000-0000-0000-0000-000000000000.
create table data_keys (
  tenant_id uuid not null,
  scope text not null check (length(scope) between 1 and 100),
  version integer not null check (version > 0),
  wrapped bytea,
  wrapped_by text not null check (length(wrapped_by) between 1 and 300),
  created_at timestamptz not null default now(),
  destroyed_at timestamptz,
  primary key (tenant_id, scope, version),
  check ((wrapped is null) = (destroyed_at is not null))
);
comment on column data_keys.scope is 'tenant, or a session whose data can be destroyed on its own: session#<id>.';

grant select on apps to radiant_app;
grant insert, update (name, status) on apps to radiant_admin;
grant select, insert, update (status, last_seen_at, invitation_id) on app_users to radiant_app;
grant select, insert, update (accepted_at, revoked_at) on invitations to radiant_app;
grant select, insert on token_revocations to radiant_app;
grant select, insert, update (last_used_at) on admin_sessions to radiant_app;
grant select on break_glass_grants, legal_holds to radiant_app;
grant insert, update (status, starts_at, expires_at, decided_by, decided_at, reviewed_by, reviewed_at, review)
  on break_glass_grants to radiant_admin;
grant insert, update (released_by, released_at) on legal_holds to radiant_admin;
grant select, insert, update (wrapped, wrapped_by, destroyed_at) on data_keys to radiant_app;
grant insert, update (name, domain, status, settings, phi_config, time_zone, updated_at) on tenants to radiant_admin;
grant insert, update (name, scopes, expires_at, revoked_at, trusted_forwarder, limits, replaced_by)
  on api_keys to radiant_admin;
