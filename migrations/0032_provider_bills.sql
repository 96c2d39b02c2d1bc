-- What providers bill, line by line, to be held against the books. The platform's, as prices are. Nothing is changed or
-- deleted: a corrected bill is a new version of the same name, and the newest holds.
create table provider_bills (
  id uuid primary key,
  name text not null check (length(name) between 1 and 200),
  version integer not null check (version > 0),
  digest text not null check (digest ~ '^[0-9a-f]{64}$'),
  line_count integer not null check (line_count > 0),
  first_day date not null,
  last_day date not null check (last_day >= first_day),
  total_picos numeric not null,
  created_at timestamptz not null,
  created_by text not null,
  unique (name, version)
);
comment on column provider_bills.digest is 'Of its lines in one order and form; the same bill again adds nothing.';
create index provider_bills_newest on provider_bills (created_at desc, id desc);

create table provider_bill_lines (
  bill_id uuid not null references provider_bills,
  day date not null,
  provider_id text not null references providers,
  model text not null check (length(model) between 1 and 200),
  input_tokens bigint check (input_tokens >= 0),
  cached_input_tokens bigint check (cached_input_tokens >= 0),
  output_tokens bigint check (output_tokens >= 0),
  cost_picos numeric not null check (scale(cost_picos) = 0),
  primary key (bill_id, day, provider_id, model)
);
comment on column provider_bill_lines.model is 'As the provider names it, or the id of the model here.';
comment on column provider_bill_lines.day is 'On the provider''s clocks.';
create index provider_bill_lines_days on provider_bill_lines (day);

grant select, insert on provider_bills, provider_bill_lines to radiant_admin;
