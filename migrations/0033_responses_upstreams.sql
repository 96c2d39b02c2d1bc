-- A provider whose models are called by OpenAI's responses (POST /v1/responses).
alter table providers drop constraint providers_connection_check;
alter table providers add constraint providers_connection_check
  check (jsonb_typeof(connection) = 'object'
    and coalesce(connection->>'dialect', 'openai') in ('openai', 'azure_openai', 'openai_responses', 'anthropic')
    and coalesce(connection->>'ca', 'env:') ~ '^(env:|secret:arn:)'
    and coalesce(connection->>'client_certificate', 'env:') ~ '^(env:|secret:arn:)'
    and coalesce(connection->>'client_key', 'env:') ~ '^(env:|secret:arn:)');
