import pg from 'pg';

/** Owns the database and its tables, and runs the migrations. */
export const OWNER_ROLE = 'radiant_owner';
/** The applications' role: neither owner nor superuser, so that row-level security binds it. */
export const APP_ROLE = 'radiant_app';

export interface RoleOptions {
  readonly database: string;
  readonly ownerPassword: string;
  readonly appPassword: string;
}

/**
 * Makes the two roles and a database that belongs to the owner; run again, it sets attributes and passwords anew. The
 * application's role may only connect: what it may read and write is granted by the migrations.
 */
export async function ensureRoles(superuserUrl: string, options: RoleOptions): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    await ensureRole(client, OWNER_ROLE, options.ownerPassword);
    await ensureRole(client, APP_ROLE, options.appPassword);
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
  return `revoke all on database ${database} from public; grant connect on database ${database} to ${APP_ROLE}`;
}

async function ensureRole(client: pg.Client, role: string, password: string): Promise<void> {
  const found = await client.query('select 1 from pg_roles where rolname = $1', [role]);
  const verb = found.rowCount === 0 ? 'create' : 'alter';
  await client.query(
    `${verb} role ${role} login nosuperuser nobypassrls nocreatedb nocreaterole noreplication noinherit password ${client.escapeLiteral(password)}`,
  );
}
