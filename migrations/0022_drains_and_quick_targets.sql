-- What takes no new calls while those under way come to their end, and how targets of one priority are chosen among.
alter table providers add column draining boolean not null default false;
alter table models add column draining boolean not null default false;
grant update (draining) on providers, models to radiant_admin;

alter table routing_rules add column prefer text not null default 'share' check (prefer in ('share', 'quick'));
comment on column routing_rules.prefer is 'share: by weight; quick: by weight, and those that answer sooner more often.';
grant update (prefer) on routing_rules to radiant_admin;
