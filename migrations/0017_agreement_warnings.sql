-- Who was warned of the end of an agreement: each warning once, whatever the number of replicas. An end that is moved is
-- another end.
create table agreement_warnings (
  agreement_id uuid not null references agreements,
  expires_at timestamptz not null,
  days_before smallint not null check (days_before in (0, 1, 7, 30)),
  raised_at timestamptz not null,
  primary key (agreement_id, expires_at, days_before)
);
comment on column agreement_warnings.days_before is '0: it has ended.';
create index agreement_warnings_newest on agreement_warnings (raised_at desc, agreement_id desc);

grant select on agreement_warnings to radiant_app;
grant insert on agreement_warnings to radiant_admin;
