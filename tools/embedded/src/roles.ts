import pg from 'pg';

/** Owns the database and its tables, and runs the migrations. */
export const OWNER_ROLE = 'radiant_owner';
/** The applications' role: neither owner nor superuser, so that row-level security binds it. */
export const APP_ROLE = 'radiant_app';
/** The administration's role: what the application's may, and what the migrations grant it besides. */
export const ADMIN_ROLE = 'radiant_admin';
/** Own the functions that cross tenants, and the one that empties audit rows. Nobody can log in as them. */
const FUNCTION_ROLES = ['radiant_batch', 'radiant_retention'];

export interface RoleOptions {
  readonly database: string;
  readonly ownerPassword: string;
  readonly appPassword: string;
  readonly adminPassword: string;
}

/**
 * Makes the roles and a database that belongs to the owner; run again, it sets attributes and passwords anew. The
 * applications' roles may only connect: what they may read and write is granted by the migrations.
 */
export async function ensureRoles(superuserUrl: string, options: RoleOptions): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    await ensureRole(client, OWNER_ROLE, options.ownerPassword);
    await ensureRole(client, APP_ROLE, options.appPassword);
    await ensureRole(client, ADMIN_ROLE, options.adminPassword);
    await client.query(`alter role ${ADMIN_ROLE} inherit; grant ${APP_ROLE} to ${ADMIN_ROLE}`);
    for (const role of FUNCTION_ROLES) {
      await ensureRole(client, role);
      await client.query(`grant ${role} to ${OWNER_ROLE}`);
    }
    const found = await client.query('select 1 from pg_database where datname = $1', [options.database]);
    const database = client.escapeIdentifier(options.database);
    if (found.rowCount === 0) await client.query(`create database ${database} owner ${OWNER_ROLE}`);
    await client.query(connectOnly(database));
  } finally {
    await client.end();
  }
}

/** `database` is a quoted identifier. */
export function connectOnly(database: string): string {
  return `revoke all on database ${database} from public; grant connect on database ${database} to ${APP_ROLE}, ${ADMIN_ROLE}`;
}

/** Without a password nobody can log in as the role. */
async function ensureRole(client: pg.Client, role: string, password?: string): Promise<void> {
  const found = await client.query('select 1 from pg_roles where rolname = $1', [role]);
  const verb = found.rowCount === 0 ? 'create' : 'alter';
  const login = password === undefined ? 'nologin' : `login password ${client.escapeLiteral(password)}`;
  await client.query(
    `${verb} role ${role} ${login} nosuperuser nobypassrls nocreatedb nocreaterole noreplication noinherit`,
  );
}
