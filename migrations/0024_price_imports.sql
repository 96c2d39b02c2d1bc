-- What price files would change, until a person has decided. The platform's, as the registry is; nothing is deleted.
create table price_imports (
  id uuid primary key,
  source text not null check (length(source) between 1 and 200),
  proposals jsonb not null check (jsonb_typeof(proposals) = 'array'),
  unchanged integer not null check (unchanged >= 0),
  unlisted integer not null check (unlisted >= 0),
  created_at timestamptz not null,
  created_by text not null,
  status text not null default 'pending' check (status in ('pending', 'approved', 'rejected')),
  decided_at timestamptz,
  decided_by text,
  taken text[],
  check ((status = 'pending') = (decided_at is null) and (decided_at is null) = (decided_by is null)),
  check ((status = 'approved') = (taken is not null))
);
comment on column price_imports.proposals is 'New, changed and unknown prices; amounts as decimal strings of pico-USD.';
comment on column price_imports.taken is 'Ids of the models whose price was taken over.';
create index price_imports_newest on price_imports (created_at desc, id desc);

grant select, insert, update (status, decided_at, decided_by, taken) on price_imports to radiant_admin;
