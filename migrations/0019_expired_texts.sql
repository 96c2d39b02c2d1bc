-- The text of a request to see originals is needed until it is denied or expires, and is then taken away. The row stays,
-- as who asked for what, when and why must stay explained.
alter table reidentification_requests alter column text drop not null;
comment on column reidentification_requests.text is 'Null once the request was denied or has expired.';

grant select, update (text) on reidentification_requests to radiant_retention;
create policy retention on reidentification_requests to radiant_retention using (true) with check (true);

-- Takes away what is no longer needed of any tenant on which no legal hold stands; answers how many. One at a time: who
-- finds another at it does nothing.
create function forget_reidentified_texts(moment timestamptz) returns integer
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  forgotten integer;
begin
  if not pg_try_advisory_xact_lock(7021795271) then
    return 0;
  end if;
  update public.reidentification_requests r set text = null
    where r.text is not null and (r.status = 'denied' or r.expires_at <= moment)
      and not exists (select from public.legal_holds h where h.tenant_id = r.tenant_id and h.released_at is null);
  get diagnostics forgotten = row_count;
  return forgotten;
end
$$;

revoke all on function forget_reidentified_texts(timestamptz) from public;
grant execute on function forget_reidentified_texts(timestamptz) to radiant_admin;

-- A function may only be handed to a role that may create in the schema; that right is taken back at once.
grant create on schema public to radiant_retention;
alter function forget_reidentified_texts(timestamptz) owner to radiant_retention;
revoke create on schema public from radiant_retention;
