-- Business associate agreements, which decide which provider may see PHI, and rules of where calls for a name go.
create table agreements (
  id uuid primary key,
  provider_id entity_name not null references providers,
  model_id entity_name references models,
  region text check (region ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  document_reference text not null check (length(document_reference) between 1 and 300),
  services text[] not null check (services <@ array['chat', 'embeddings'] and cardinality(services) > 0),
  effective_from timestamptz not null,
  expires_at timestamptz not null check (expires_at >= effective_from),
  revision integer not null check (revision > 0),
  created_at timestamptz not null,
  updated_at timestamptz not null
);
comment on column agreements.model_id is 'Null: every model of the provider.';
comment on column agreements.region is 'Null: wherever the provider computes.';
comment on column agreements.expires_at is 'In force until just before. An agreement that ends early expires; none is deleted.';

create table routing_rules (
  name entity_name primary key,
  targets jsonb not null check (jsonb_typeof(targets) = 'array'),
  revision integer not null check (revision > 0),
  created_at timestamptz not null,
  updated_at timestamptz not null
);
comment on column routing_rules.name is 'What callers ask for: an alias, or the id of a model that is given fallbacks.';
comment on column routing_rules.targets is '[{model_id, priority, weight}]: by priority, then drawn by weight.';

grant select on agreements, routing_rules to radiant_app;
grant insert, update (region, document_reference, services, effective_from, expires_at, revision, updated_at)
  on agreements to radiant_admin;
grant insert, update (targets, revision, updated_at), delete on routing_rules to radiant_admin;
