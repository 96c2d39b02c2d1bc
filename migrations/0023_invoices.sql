-- Invoices and credit notes. A draft may be replaced or taken away; a final one never changes: no role has the right, and
-- a trigger refuses even the owner. Numbers come from finalise_invoice alone, in the transaction that makes it final, so
-- that there is no gap.
create table invoice_series (
  issuer text not null check (length(issuer) between 1 and 200),
  kind text not null check (kind in ('invoice', 'credit_note')),
  last_number bigint not null check (last_number > 0),
  primary key (issuer, kind)
);
comment on table invoice_series is 'The last number that an issuer gave to a kind of document.';

create table invoices (
  tenant_id uuid not null references tenants,
  id uuid not null,
  kind text not null check (kind in ('invoice', 'credit_note')),
  status text not null default 'draft' check (status in ('draft', 'final')),
  issuer text not null check (length(issuer) between 1 and 200),
  number bigint check (number > 0),
  credits uuid,
  reason text check (reason in ('cancellation', 'correction')),
  customer text not null,
  currency text not null default 'USD' check (currency = 'USD'),
  period_start timestamptz not null,
  period_end timestamptz not null check (period_end > period_start),
  time_zone text not null,
  exact_picos numeric not null,
  total_cents bigint not null,
  created_at timestamptz not null,
  created_by text not null,
  finalised_at timestamptz,
  finalised_by text,
  primary key (tenant_id, id),
  foreign key (tenant_id, credits) references invoices (tenant_id, id),
  check ((kind = 'credit_note') = (credits is not null)),
  check ((credits is null) = (reason is null)),
  check ((status = 'final') = (number is not null)),
  check ((status = 'final') = (finalised_at is not null)),
  check ((status = 'final') = (finalised_by is not null))
);
comment on table invoices is
  'exact_picos is the sum of the lines'' pico-USD (1e-12 USD), total_cents that of their whole cents.';
comment on column invoices.period_start is 'Of calls admitted in the period (usage_records.created_at).';
comment on column invoices.credits is 'The invoice that a credit note is about.';
create index invoices_newest on invoices (tenant_id, created_at desc, id desc);
-- the tenant is not first: one issuer counts over all tenants
create unique index invoices_number on invoices (issuer, kind, number);
create unique index invoices_cancelled_once on invoices (tenant_id, credits) where reason = 'cancellation';

create table invoice_lines (
  tenant_id uuid not null,
  invoice_id uuid not null,
  line integer not null check (line > 0),
  kind text not null check (kind in ('usage', 'adjustment', 'credit')),
  model_id text not null,
  period_start timestamptz not null,
  period_end timestamptz not null check (period_end > period_start),
  requests bigint not null,
  input_tokens bigint not null,
  cached_input_tokens bigint not null,
  output_tokens bigint not null,
  reasoning_tokens bigint not null,
  exact_picos numeric not null,
  amount_cents bigint not null,
  primary key (tenant_id, invoice_id, line),
  foreign key (tenant_id, invoice_id) references invoices (tenant_id, id) on delete cascade
);
comment on table invoice_lines is
  'Over all final documents the lines of one period add up to what the ledger holds of its calls, in exact_picos, and to that rounded half to even, in amount_cents.';

do $$
declare
  name text;
begin
  foreach name in array array['invoices', 'invoice_lines'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy own_tenant on %I using (tenant_id = scoped_tenant())'
      ' with check (tenant_id = scoped_tenant())', name);
    execute format('create policy batch on %I to radiant_batch using (true) with check (true)', name);
    execute format('grant select, delete on %I to radiant_admin', name);
  end loop;
end
$$;
revoke delete on invoice_lines from radiant_admin;
grant insert (tenant_id, id, kind, issuer, credits, reason, customer, period_start, period_end, time_zone, exact_picos,
  total_cents, created_at, created_by) on invoices to radiant_admin;
grant insert on invoice_lines to radiant_admin;
grant select, insert, update on invoice_series to radiant_batch;
grant select, update (status, number, finalised_at, finalised_by) on invoices to radiant_batch;
grant select on invoice_lines to radiant_batch;

create function keep_final_invoices() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp
as $$
begin
  if old.status = 'final' then
    raise exception 'a final invoice does not change' using errcode = 'object_not_in_prerequisite_state';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end
$$;
create trigger keep_final before update or delete on invoices for each row execute function keep_final_invoices();

-- Lines go with their draft; there is none any more then.
create function keep_final_invoice_lines() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp
as $$
begin
  if exists (select from public.invoices i where i.status = 'final'
      and ((tg_op <> 'INSERT' and i.tenant_id = old.tenant_id and i.id = old.invoice_id)
        or (tg_op <> 'DELETE' and i.tenant_id = new.tenant_id and i.id = new.invoice_id))) then
    raise exception 'a final invoice does not change' using errcode = 'object_not_in_prerequisite_state';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end
$$;
create trigger keep_final before insert or update or delete on invoice_lines
  for each row execute function keep_final_invoice_lines();

-- Makes a draft of the tenant in scope final; answers its number, or null when there is no such draft. Who takes a
-- number holds the series until his transaction ends: the next one waits, and gets the same number if it is undone.
create function finalise_invoice(tenant uuid, invoice uuid, moment timestamptz, by_whom text) returns bigint
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  draft public.invoices;
  taken bigint;
begin
  if tenant is distinct from public.scoped_tenant() then
    return null;
  end if;
  select * into draft from public.invoices i where i.tenant_id = tenant and i.id = invoice and i.status = 'draft';
  if not found then
    return null;
  end if;
  if (select (coalesce(sum(l.exact_picos), 0), coalesce(sum(l.amount_cents), 0)) from public.invoice_lines l
      where l.tenant_id = tenant and l.invoice_id = invoice)
    is distinct from (draft.exact_picos, draft.total_cents::numeric) then
    raise exception 'the lines do not add up to the total' using errcode = 'check_violation';
  end if;
  insert into public.invoice_series as s (issuer, kind, last_number) values (draft.issuer, draft.kind, 1)
    on conflict (issuer, kind) do update set last_number = s.last_number + 1
    returning s.last_number into taken;
  update public.invoices i set status = 'final', number = taken, finalised_at = moment, finalised_by = by_whom
    where i.tenant_id = tenant and i.id = invoice;
  return taken;
end
$$;
revoke all on function finalise_invoice(uuid, uuid, timestamptz, text), keep_final_invoices(),
  keep_final_invoice_lines() from public;
grant execute on function finalise_invoice(uuid, uuid, timestamptz, text) to radiant_admin;

-- A function may only be handed to a role that may create in the schema; that right is taken back at once.
grant create on schema public to radiant_batch;
alter function finalise_invoice(uuid, uuid, timestamptz, text) owner to radiant_batch;
revoke create on schema public from radiant_batch;
