-- A super administrator reads what all tenants used; only the administration's process can, and it can only read.
create policy all_tenants on usage_records for select to radiant_admin
  using (current_setting('app.all_tenants', true) = 'on');
