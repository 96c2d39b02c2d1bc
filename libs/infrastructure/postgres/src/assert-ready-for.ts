import type { DataSource } from 'typeorm';

/** The newest file of `migrations/`, which the queries of this release count on. */
export const MIGRATION_LEVEL = 43;

/** What a process does with the database. */
export type Duty = 'calls' | 'administration';

/** The migration tool writes the level there, where every role can read it. */
const LEVEL = `select obj_description(to_regclass('public.schema_migrations'), 'pg_class') as level`;
/** What tells the two roles apart best: only the administration may make keys. */
const ROLE = `select current_user as name, has_table_privilege('public.api_keys', 'insert') as administrates`;

/** The database is not the one, or the role not the one, that this process needs. The message says what to do. */
export class DatabaseUnfit extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'DatabaseUnfit';
  }
}

/** Whether the database is migrated far enough for this release. @throws DatabaseUnfit */
export async function assertMigrated(dataSource: DataSource): Promise<void> {
  const [found] = await dataSource.query<readonly { readonly level: string | null }[]>(LEVEL);
  const level = Number(found?.level ?? 0);
  if (level >= MIGRATION_LEVEL) return;
  const stands = level > 0 ? `stands at migration ${level}` : 'is not migrated';
  throw new DatabaseUnfit(
    `The database ${stands}, and this release needs ${MIGRATION_LEVEL}: run \`npm run migrate\`.`,
  );
}

/** Whether the role that is logged in is the one for this duty. @throws DatabaseUnfit naming it. */
export async function assertRoleFor(dataSource: DataSource, duty: Duty): Promise<void> {
  const [role] = await dataSource.query<readonly { readonly name: string; readonly administrates: boolean }[]>(ROLE);
  if (role === undefined || role.administrates === (duty === 'administration')) return;
  throw new DatabaseUnfit(
    duty === 'administration'
      ? `admin-api logs in as radiant_admin, and ${role.name} may not change keys and tenants.`
      : `public-api logs in as radiant_app, and ${role.name} may change keys and tenants.`,
  );
}
