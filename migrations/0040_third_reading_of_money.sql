-- A hold that the platform placed is not the tenant's to release. Who had placed one was known by name alone.
alter table legal_holds add column by_platform boolean not null default false;
comment on column legal_holds.by_platform is 'Whether a super administrator placed it; then only one releases it.';
