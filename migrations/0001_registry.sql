-- Providers, models and prices. Migrations are run by the owner of the database; the applications log in as
-- radiant_app, which owns nothing and may do only what is granted here.
do $$
begin
  if not exists (select from pg_roles where rolname = 'radiant_app') then
    if not (select rolsuper or rolcreaterole from pg_roles where rolname = current_user) then
      raise exception 'the role radiant_app is missing and % may not create roles', current_user
        using hint = 'As an administrator run: create role radiant_app login password ''...'';';
    end if;
    create role radiant_app nologin;
  end if;
end
$$;

grant usage on schema public to radiant_app;

-- Ids of models, providers, apps and users, as the application parses them.
create domain entity_name as text check (value ~ '^[A-Za-z0-9][A-Za-z0-9._:/@-]{0,199}$');

create table providers (
  id entity_name primary key,
  name text not null check (length(name) between 1 and 200),
  type text not null check (type in ('external', 'self-hosted', 'mid-tier')),
  status text not null default 'active' check (status in ('active', 'inactive', 'deprecated')),
  hipaa_compliant boolean not null default false,
  baa_available boolean not null default false,
  base_url text check (base_url ~ '^https?://[^[:space:]]+$'),
  auth_type text not null default 'api_key' check (auth_type in ('api_key', 'oauth', 'iam', 'none')),
  capabilities text[] not null default '{}',
  config jsonb not null default '{}' check (jsonb_typeof(config) = 'object'),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on column providers.base_url is 'Without /v1; null means the default upstream of the gateway.';

create table models (
  id entity_name primary key,
  provider_id entity_name not null references providers,
  name text not null check (length(name) between 1 and 200),
  display_name text not null check (length(display_name) between 1 and 200),
  description text check (length(description) <= 2000),
  type text not null check (type in ('external', 'self-hosted')),
  specialty text not null check (length(specialty) between 1 and 200),
  capabilities text[] not null default '{}',
  context_window integer check (context_window > 0),
  max_output_tokens integer check (max_output_tokens > 0),
  supports_functions boolean not null default false,
  supports_vision boolean not null default false,
  supports_streaming boolean not null default false,
  has_thinking_mode boolean not null default false,
  thinking_budget_tokens integer check (thinking_budget_tokens > 0),
  thermal_state text check (thermal_state in ('OFF', 'COLD', 'WARM', 'HOT', 'AUTOMATIC')),
  thermal_config jsonb check (jsonb_typeof(thermal_config) = 'object'),
  status text not null default 'active' check (status in ('active', 'inactive', 'deprecated', 'coming_soon')),
  release_date date,
  deprecation_date date,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index models_provider_id on models (provider_id);

-- A price is never changed: a new version takes over from its effective_from on.
create table model_prices (
  model_id entity_name not null references models,
  version integer not null check (version > 0),
  effective_from timestamptz not null,
  input_picos bigint not null check (input_picos >= 0),
  cached_input_picos bigint not null check (cached_input_picos >= 0),
  output_picos bigint not null check (output_picos >= 0),
  reasoning_picos bigint not null check (reasoning_picos >= 0),
  markup_basis_points integer not null check (markup_basis_points between 0 and 1000000),
  created_at timestamptz not null default now(),
  primary key (model_id, version),
  unique (model_id, effective_from)
);
comment on table model_prices is 'Pico-USD (1e-12 USD) per token; a markup of 4000 basis points is 40 %.';

grant select on providers, models, model_prices to radiant_app;
