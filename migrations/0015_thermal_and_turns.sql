-- What all replicas know of the days of models that are kept running, woken and put to sleep.
create table model_activities (
  model_id entity_name primary key references models,
  woken_at timestamptz,
  called_at timestamptz
);
comment on column model_activities.woken_at is 'Null since it was last put to sleep.';
comment on column model_activities.called_at is 'When a call was last under way, give or take half a minute.';

-- Work that one replica at a time does: whoever takes the turn has it until then.
create table job_turns (
  name text primary key check (length(name) between 1 and 100),
  taken_until timestamptz not null
);

grant select, insert, update (woken_at, called_at) on model_activities to radiant_app;
grant select, insert, update (taken_until) on job_turns to radiant_app;
