-- Agreements may cover moderation and ranking, which are services beside chat and embeddings.
alter table agreements drop constraint agreements_services_check;
alter table agreements add constraint agreements_services_check
  check (services <@ array['chat', 'embeddings', 'moderations', 'rerank'] and cardinality(services) > 0);
