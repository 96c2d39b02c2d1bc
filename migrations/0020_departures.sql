-- What a call may cost is held and its departure is written down in one transaction: both or neither. Answers which calls
-- are refused, as reserve_calls does; of those nothing is written down. Runs with its caller's rights, who may call both.
create function depart_calls(reservations json, departures json)
  returns table (refused uuid, budget uuid, budget_scope text, limit_picos text, left_picos text, resets_at timestamptz)
  language plpgsql volatile set search_path = pg_catalog, public, pg_temp
as $$
declare
  refusals uuid[] := '{}';
begin
  for refused, budget, budget_scope, limit_picos, left_picos, resets_at in
    select * from public.reserve_calls(reservations)
  loop
    refusals := refusals || refused;
    return next;
  end loop;
  if refusals = '{}' then
    perform public.append_audit(departures);
  else
    perform public.append_audit(coalesce(
      (select json_agg(d) from json_array_elements(departures) as d
        where (d ->> 'request_id')::uuid <> all (refusals)), '[]'));
  end if;
end
$$;
revoke all on function depart_calls(json, json) from public;
grant execute on function depart_calls(json, json) to radiant_app;
