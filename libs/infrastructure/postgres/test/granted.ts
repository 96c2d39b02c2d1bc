import type { TestStore } from './test-store.js';

/** Everything that is granted, whoever granted it: table or column rights by role. */
export async function grantedIn(store: TestStore, role: string): Promise<Record<string, string>> {
  const rows: { name: string; rights: string }[] = await store.superuser.query(
    `with rights as (
       select c.relname as name, a.privilege_type as privilege, null::text as columns
         from pg_class c, aclexplode(c.relacl) a
         where c.relnamespace = 'public'::regnamespace and a.grantee = $1::regrole
       union all
       select c.relname, x.privilege_type, string_agg(a.attname, ' ' order by a.attname)
         from pg_class c join pg_attribute a on a.attrelid = c.oid, aclexplode(a.attacl) x
         where c.relnamespace = 'public'::regnamespace and x.grantee = $1::regrole group by 1, 2
     )
     select name, string_agg(lower(privilege) || coalesce('(' || columns || ')', ''), ', ' order by privilege) as rights
       from rights group by name order by name`,
    [role],
  );
  return Object.fromEntries(rows.map(({ name, rights }) => [name, rights]));
}

/** The functions that a role may call with another's rights. */
export async function callableIn(store: TestStore, role: string): Promise<string[]> {
  const rows: { name: string }[] = await store.superuser.query(
    `select proname as name from pg_proc
     where pronamespace = 'public'::regnamespace and prosecdef and has_function_privilege($1, oid, 'execute') order by 1`,
    [role],
  );
  return rows.map(({ name }) => name);
}
