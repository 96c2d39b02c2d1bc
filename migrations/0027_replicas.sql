-- What each running replica of the public API says of itself every few seconds. Not logged: a crash of the database may
-- take it, and it is said anew. Holds ids, words of closed lists and numbers, and nothing of any tenant.
create unlogged table replicas (
  id uuid primary key,
  told_at timestamptz not null default now(),
  breakers jsonb not null check (jsonb_typeof(breakers) = 'array'),
  metrics jsonb not null check (jsonb_typeof(metrics) = 'array')
);
grant select, insert, delete, update (told_at, breakers, metrics) on replicas to radiant_app;

-- A look at the books that is cheap enough for every minute: calls admitted since then against their lines, and what is
-- held for calls. Amounts are sums without signs. `npm run billing:verify` is the whole proof.
create function books_at_a_glance(since timestamptz)
  returns table (unlike_picos numeric, unbalanced_picos numeric, settled_but_held_picos numeric, overdue_picos numeric,
    open_reservations bigint, held_picos numeric)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  with recent as (
    select abs(u.billed_amount_picos - l.receivable) + abs(u.cost_picos + l.provider) as unlike,
        abs(l.receivable + l.provider + l.margin) as unbalanced
      from tenants t
        cross join lateral (
          select request_id, billed_amount_picos, cost_picos from usage_records
            where tenant_id = t.id and created_at >= since
        ) u
        cross join lateral (
          select coalesce(sum(amount_picos) filter (where account = 'receivable'), 0) as receivable,
              coalesce(sum(amount_picos) filter (where account = 'provider'), 0) as provider,
              coalesce(sum(amount_picos) filter (where account = 'margin'), 0) as margin
            from ledger_entries where tenant_id = t.id and request_id = u.request_id
        ) l
  ), open as (
    select r.billed_amount_picos as amount, r.expires_at < now() - interval '10 minutes' as overdue,
        exists (select from usage_records u where u.tenant_id = r.tenant_id and u.request_id = r.request_id) as settled
      from reservations r
  )
  select coalesce((select sum(unlike) from recent), 0), coalesce((select sum(unbalanced) from recent), 0),
    coalesce(sum(amount) filter (where settled), 0), coalesce(sum(amount) filter (where overdue), 0),
    count(*), coalesce(sum(amount), 0) from open
$$;
revoke all on function books_at_a_glance(timestamptz) from public;
grant execute on function books_at_a_glance(timestamptz) to radiant_admin;

-- A function may only be handed to a role that may create in the schema; that right is taken back at once.
grant create on schema public to radiant_batch;
alter function books_at_a_glance(timestamptz) owner to radiant_batch;
revoke create on schema public from radiant_batch;
