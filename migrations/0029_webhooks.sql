-- Where a tenant wants to be told, and what it is to be told of. A delivery is written in the transaction of what it tells
-- of, by triggers, whoever makes the change; senders take what is due, each for a while of its own.
create table webhooks (
  tenant_id uuid primary key references tenants,
  id uuid not null,
  url text not null check (length(url) between 1 and 500),
  secret bytea not null,
  updated_at timestamptz not null,
  updated_by text not null
);
comment on column webhooks.secret is 'Sealed under the tenant''s key. Another one with each change.';

create table webhook_deliveries (
  tenant_id uuid not null references tenants,
  id uuid not null default gen_random_uuid(),
  event text not null check (event in ('budget.alert', 'agreement.warning', 'webhook.test')),
  data jsonb not null check (jsonb_typeof(data) = 'object'),
  created_at timestamptz not null default now(),
  status text not null default 'pending' check (status in ('pending', 'delivered', 'failed')),
  attempts integer not null default 0,
  due_at timestamptz not null default now(),
  answered integer,
  ended_at timestamptz,
  primary key (tenant_id, id),
  check ((status = 'pending') = (ended_at is null))
);
comment on column webhook_deliveries.data is 'Ids, numbers and moments; nothing of a call.';
comment on column webhook_deliveries.answered is 'The status that the receiver gave last; null: none.';
create index webhook_deliveries_newest on webhook_deliveries (tenant_id, created_at desc, id desc);
create index webhook_deliveries_due on webhook_deliveries (due_at) where status = 'pending';

do $$
declare
  name text;
begin
  foreach name in array array['webhooks', 'webhook_deliveries'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy own_tenant on %I using (tenant_id = scoped_tenant())'
      ' with check (tenant_id = scoped_tenant())', name);
    execute format('create policy batch on %I to radiant_batch using (true) with check (true)', name);
    execute format('grant select on %I to radiant_admin, radiant_batch', name);
  end loop;
end
$$;
grant insert, delete, update (id, url, secret, updated_at, updated_by) on webhooks to radiant_admin;
grant insert (tenant_id, id, event, data, created_at) on webhook_deliveries to radiant_admin;
grant update (status, answered, ended_at, due_at) on webhook_deliveries to radiant_admin;
grant insert, update (attempts, due_at) on webhook_deliveries to radiant_batch;

create function tell_of_budget_alert() returns trigger
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  insert into public.webhook_deliveries (tenant_id, event, data)
    select new.tenant_id, 'budget.alert', jsonb_build_object('budget_id', new.budget_id, 'percent', new.percent,
        'spent_picos', new.spent_picos::text, 'limit_picos', new.limit_picos::text, 'period_start', new.period_start)
      from public.webhooks where tenant_id = new.tenant_id;
  return null;
end
$$;

-- An agreement is the platform's, and every tenant's calls depend on it.
create function tell_of_agreement_warning() returns trigger
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  insert into public.webhook_deliveries (tenant_id, event, data)
    select tenant_id, 'agreement.warning', jsonb_build_object('agreement_id', new.agreement_id,
        'days_before', new.days_before, 'expires_at', new.expires_at)
      from public.webhooks;
  return null;
end
$$;

-- Takes what is due for so many seconds; nobody else has it until then, and what another takes at the moment is passed
-- over.
create function claim_webhook_deliveries(most integer, lease_seconds integer)
  returns table (tenant_id uuid, id uuid, event text, data jsonb, created_at timestamptz, attempts integer,
    webhook uuid, url text, secret bytea)
  language sql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
  with due as (
    select d.tenant_id, d.id from webhook_deliveries d
      where d.status = 'pending' and d.due_at <= now()
      order by d.due_at limit most for update skip locked
  ), taken as (
    update webhook_deliveries d set attempts = d.attempts + 1, due_at = now() + lease_seconds * interval '1 s'
      from due where d.tenant_id = due.tenant_id and d.id = due.id
      returning d.tenant_id, d.id, d.event, d.data, d.created_at, d.attempts
  )
  select t.tenant_id, t.id, t.event, t.data, t.created_at, t.attempts, w.id, w.url, w.secret
    from taken t left join webhooks w on w.tenant_id = t.tenant_id
$$;

revoke all on function tell_of_budget_alert(), tell_of_agreement_warning(), claim_webhook_deliveries(integer, integer)
  from public;
grant execute on function claim_webhook_deliveries(integer, integer) to radiant_admin;
create trigger tell_webhook after insert on budget_alerts for each row execute function tell_of_budget_alert();
create trigger tell_webhook after insert on agreement_warnings for each row execute function tell_of_agreement_warning();

-- A function may only be handed to a role that may create in the schema; that right is taken back at once.
grant create on schema public to radiant_batch;
alter function tell_of_budget_alert() owner to radiant_batch;
alter function tell_of_agreement_warning() owner to radiant_batch;
alter function claim_webhook_deliveries(integer, integer) owner to radiant_batch;
revoke create on schema public from radiant_batch;
