-- The first moment of a day. Where the clocks of a zone show midnight twice (Havana and the Azores, in autumn) it is the
-- first of the two, and `at time zone` answers the second: calls of the hour between were in no period, so no budget held.
create function day_start(day timestamp, zone text) returns timestamptz
  language sql stable parallel safe
  return case ((day - interval '1 day') at time zone zone + interval '24 hours') at time zone zone
    when day then least((day - interval '1 day') at time zone zone + interval '24 hours', day at time zone zone)
    else day at time zone zone
  end;

create or replace function period_start(period text, moment timestamptz, zone text) returns timestamptz
  language sql stable parallel safe
  return day_start(date_trunc(period, moment at time zone zone), zone);
create or replace function period_end(period text, moment timestamptz, zone text) returns timestamptz
  language sql stable parallel safe
  return day_start(date_trunc(period, moment at time zone zone) + ('1 ' || period)::interval, zone);
