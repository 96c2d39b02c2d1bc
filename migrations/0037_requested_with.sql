-- Whoever issued a key approves nothing that it asks for, in its own name or, as a trusted forwarder, in another's.
alter table reidentification_requests add column requested_with uuid;
comment on column reidentification_requests.requested_with is 'The API key that asked; null for a token of a person.';
grant insert (requested_with) on reidentification_requests to radiant_app;
