-- One row per priced call: counts and ids, never a word of what was said. The application may add rows and read them,
-- and change none. Model and provider are names, not references: the record outlives both.
create table usage_records (
  tenant_id uuid not null references tenants,
  request_id uuid not null,
  app_id text not null,
  api_key_id uuid,
  user_id text,
  session_id uuid,
  model_id text not null,
  provider_id text not null,
  request_type text not null,
  input_tokens bigint not null check (input_tokens >= 0),
  cached_input_tokens bigint not null check (cached_input_tokens >= 0),
  output_tokens bigint not null check (output_tokens >= 0),
  reasoning_tokens bigint not null check (reasoning_tokens >= 0),
  cost_picos bigint not null check (cost_picos >= 0),
  billed_amount_picos bigint not null check (billed_amount_picos >= 0),
  estimated boolean not null,
  price_version integer not null check (price_version > 0),
  latency_ms integer not null check (latency_ms >= 0),
  created_at timestamptz not null default now(),
  primary key (tenant_id, request_id)
);
comment on table usage_records is
  'Token columns are disjoint: their sum is what the provider counted. Amounts are pico-USD (1e-12 USD); sum them as numeric.';

create index usage_records_newest on usage_records (tenant_id, created_at desc, request_id desc);

grant select, insert on usage_records to radiant_app;
