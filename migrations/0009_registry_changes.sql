-- The administration keeps providers and models: fields that it needs, and what it may change. Nothing is deleted.
alter table providers
  add column region text check (region ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  add column credential text
    check (length(credential) <= 500
      and credential ~ '^(env:[A-Z][A-Z0-9_]*|secret:arn:aws[a-z-]*:secretsmanager:[^[:space:]]+)$'),
  add column revision integer not null default 1 check (revision > 0);
comment on column providers.region is 'Where it computes, as its agreements name it.';
comment on column providers.credential is 'Where the secret is found: env:NAME or secret:ARN. Never the secret.';
comment on column providers.revision is 'Counts its changes: the ETag.';

alter table models add column revision integer not null default 1 check (revision > 0);
comment on column models.revision is 'Counts its changes: the ETag.';

grant insert, update (name, type, status, hipaa_compliant, baa_available, base_url, auth_type, region, credential,
  capabilities, config, revision, updated_at) on providers to radiant_admin;
grant insert, update (name, display_name, description, type, specialty, capabilities, context_window,
  max_output_tokens, supports_functions, supports_vision, supports_streaming, has_thinking_mode,
  thinking_budget_tokens, thermal_state, thermal_config, status, release_date, deprecation_date, revision, updated_at)
  on models to radiant_admin;
