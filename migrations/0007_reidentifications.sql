-- Requests to see originals, which a second person decides on. The text holds placeholders and whatever stands around
-- them; it is sealed like both reasons, since people write names into all three.
create table reidentification_requests (
  tenant_id uuid not null references tenants,
  id uuid not null,
  mapping_id uuid not null,
  app_id text not null,
  requested_by text not null,
  reason bytea not null,
  text bytea not null,
  status text not null default 'pending' check (status in ('pending', 'approved', 'denied')),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  decided_by text check (decided_by <> requested_by),
  decided_at timestamptz,
  decision_reason bytea,
  primary key (tenant_id, id),
  check (num_nulls(decided_by, decided_at, decision_reason) = case status when 'pending' then 3 else 0 end)
);
create index reidentification_requests_newest on reidentification_requests (tenant_id, created_at desc, id desc);

alter table reidentification_requests enable row level security;
alter table reidentification_requests force row level security;
create policy own_tenant on reidentification_requests using (tenant_id = scoped_tenant())
  with check (tenant_id = scoped_tenant());

-- Who asks can't answer: the application adds requests that are pending, and only the administration decides.
grant select, insert (tenant_id, id, mapping_id, app_id, requested_by, reason, text, created_at, expires_at)
  on reidentification_requests to radiant_app;
grant update (status, decided_by, decided_at, decision_reason) on reidentification_requests to radiant_admin;
