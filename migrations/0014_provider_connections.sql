-- How an upstream is spoken to: dialect, names of fields, certificates by reference. {} is OpenAI's dialect and nothing else.
alter table providers add column connection jsonb not null default '{}'
  check (jsonb_typeof(connection) = 'object'
    and coalesce(connection->>'dialect', 'openai') in ('openai', 'azure_openai', 'anthropic')
    and coalesce(connection->>'ca', 'env:') ~ '^(env:|secret:arn:)'
    and coalesce(connection->>'client_certificate', 'env:') ~ '^(env:|secret:arn:)'
    and coalesce(connection->>'client_key', 'env:') ~ '^(env:|secret:arn:)');
comment on column providers.connection is 'Certificates and keys by reference. Never a secret.';
grant update (connection) on providers to radiant_admin;
