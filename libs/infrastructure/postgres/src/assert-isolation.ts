import type { DataSource } from 'typeorm';

/** Roles with more rights than isolation survives, that the role is or can become; `reason` completes a sentence. */
const POWERFUL_ROLES = `
  select r.rolname as name, case
      when r.rolsuper then 'is a superuser'
      when r.rolbypassrls then 'bypasses row-level security'
      else 'owns tables or functions of the schema public'
    end as reason
  from pg_roles r
  where pg_has_role(current_user, r.oid, 'member') and (r.rolsuper or r.rolbypassrls
    or exists (select from pg_class c where c.relowner = r.oid and c.relnamespace = 'public'::regnamespace)
    or exists (select from pg_proc p where p.proowner = r.oid and p.pronamespace = 'public'::regnamespace))
  order by (r.rolname = current_user) desc,
    exists (select from pg_class c where c.relowner = r.oid and c.relnamespace = 'public'::regnamespace) desc, r.rolname
  limit 1`;

/** Everything that holds rows of tenants, with the expression that its policies must have. */
const TENANT_TABLES = `
  select c.oid, c.relname::text as name, c.relrowsecurity and c.relforcerowsecurity as forced,
    case when c.relname = 'tenants' then '(id = scoped_tenant())' else '(tenant_id = scoped_tenant())' end as own
  from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'm', 'f') and (c.relname = 'tenants' or exists (
    select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped))`;

/** Policies that bind the role. Those that widen are joined by OR, so each one counts. */
const OPEN_TABLES = `
  with tables as (${TENANT_TABLES}), policies as (
    select t.name, p.polcmd as command, t.own,
      pg_get_expr(p.polqual, p.polrelid) as shown, pg_get_expr(p.polwithcheck, p.polrelid) as taken
    from tables t join pg_policy p on p.polrelid = t.oid
    where p.polpermissive and (p.polroles = '{0}' or exists (
      select from unnest(p.polroles) as role where role <> 0 and pg_has_role(current_user, role, 'member')))
  )
  select name, 'row-level security is not forced' as reason from tables where not forced
  union all
  select name, 'no policy confines it to one tenant' from tables t
    where not exists (select from policies p where p.name = t.name and p.shown = t.own)
  union all
  select name, 'a policy opens it to other tenants' from policies
    where not (coalesce(shown, own) = own and coalesce(taken, own) = own)
      and not (command = 'r' and shown = $1)
  order by name limit 1`;

/** Lets the administration's role, which alone it is for, read lists across tenants. */
const ALL_TENANTS = "(current_setting('app.all_tenants'::text, true) = 'on'::text)";

interface Finding {
  readonly name: string;
  readonly reason: string;
}

/** The database does not keep tenants apart. The message names the role or the table, in our own words. */
export class IsolationError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'IsolationError';
  }
}

/**
 * Whether the database itself keeps tenants apart for the role that is logged in, for a process to ask before it serves
 * anybody. @throws IsolationError
 */
export async function assertIsolation(dataSource: DataSource): Promise<void> {
  const [role] = await dataSource.query<readonly Finding[]>(POWERFUL_ROLES);
  if (role) {
    throw new IsolationError(
      `The database role must be bound by row-level security, but it is, or is a member of, ${role.name}, which ${role.reason}.`,
    );
  }
  const [table] = await dataSource.query<readonly Finding[]>(OPEN_TABLES, [ALL_TENANTS]);
  if (table) throw new IsolationError(`Tenants are not kept apart in the table ${table.name}: ${table.reason}.`);
}
