-- Providers, models and their prices. The same for every tenant of a platform.

do $$
begin
  if not exists (select from pg_roles where rolname = 'radiant_app') then
    raise exception 'role radiant_app is missing: create it first (create role radiant_app login nosuperuser nobypassrls password …)';
  end if;
end
$$;

grant usage on schema public to radiant_app;

create table providers (
  id text primary key check (length(id) between 1 and 200),
  name text not null check (length(name) between 1 and 200),
  type text not null check (type in ('external', 'self-hosted', 'mid-tier')),
  status text not null default 'active' check (status in ('active', 'inactive', 'deprecated')),
  hipaa_compliant boolean not null default false,
  baa_available boolean not null default false,
  base_url text,
  auth_type text not null default 'none' check (auth_type in ('api_key', 'oauth', 'iam', 'none')),
  capabilities text[] not null default '{}',
  config jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on column providers.base_url is 'Address without /v1; null means the platform''s default upstream';

create table models (
  id text primary key check (length(id) between 1 and 200),
  provider_id text not null references providers (id),
  name text not null check (length(name) between 1 and 200),
  display_name text not null check (length(display_name) between 1 and 200),
  description text check (length(description) <= 2000),
  type text not null default 'external' check (type in ('external', 'self-hosted')),
  specialty text not null default 'general',
  capabilities text[] not null default '{}',
  context_window integer check (context_window > 0),
  max_output_tokens integer check (max_output_tokens > 0),
  supports_functions boolean not null default false,
  supports_vision boolean not null default false,
  supports_streaming boolean not null default true,
  has_thinking_mode boolean not null default false,
  thinking_budget_tokens integer check (thinking_budget_tokens > 0),
  thermal_state text check (thermal_state in ('OFF', 'COLD', 'WARM', 'HOT', 'AUTOMATIC')),
  thermal_config jsonb,
  status text not null default 'active' check (status in ('active', 'inactive', 'deprecated', 'coming_soon')),
  release_date date,
  deprecation_date date,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index models_provider on models (provider_id);

-- A price is never changed: a new version takes over from its effective_from on.
create table model_prices (
  model_id text not null references models (id),
  version integer not null check (version > 0),
  effective_from timestamptz not null,
  input_picos bigint not null check (input_picos >= 0),
  cached_input_picos bigint not null check (cached_input_picos >= 0),
  output_picos bigint not null check (output_picos >= 0),
  reasoning_picos bigint not null check (reasoning_picos >= 0),
  markup_basis_points integer not null default 0 check (markup_basis_points between 0 and 1000000),
  created_at timestamptz not null default now(),
  primary key (model_id, version),
  unique (model_id, effective_from)
);
comment on column model_prices.input_picos is 'pico-USD (1e-12 USD) per token';

grant select on providers, models, model_prices to radiant_app;
