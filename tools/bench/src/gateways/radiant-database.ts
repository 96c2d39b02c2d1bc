import { createHash, randomBytes, randomInt, randomUUID } from 'node:crypto';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createDynamoClient, ensureTables } from '@radiant/dynamodb';
import { APP_ROLE, ensureRoles, OWNER_ROLE } from '@radiant/embedded';
import { mintApiKey } from '@radiant/identity';
import { migrate } from '@radiant/migrate';
import pg from 'pg';
import type { Engines } from '../engines/helper-processes.js';
import { STEERED_MODELS } from '../load/plans.js';
import { WORKSPACE } from '../places.js';
import { growDatabase, NOBODY, type Scale } from './grow-database.js';

const DATABASE = 'radiant';
const PROVIDER = 'fake';
const REGION = 'us-east-1';
const TABLES = { cacheTable: 'radiant-cache', sessionsTable: 'radiant-sessions' };
const SETTLED_WITHIN_MS = 10_000;
const CREDENTIALS = { accessKeyId: 'bench', secretAccessKey: 'bench' };

export interface SeededTenant {
  readonly id: string;
  readonly apiKey: string;
}

export interface RadiantDatabase {
  /** What an app needs to reach both stores. */
  readonly env: Readonly<Record<string, string>>;
  /** Its PHI policy is switched off. */
  readonly passing: SeededTenant;
  /** Every default category is hidden, and restored in replies without approval. */
  readonly hiding: SeededTenant;
  /** Of the calls of tenants that hide, or of the one that does not. */
  usageRows(tenants: 'hiding' | 'passing'): Promise<number>;
  /** Adds other tenants that hide and restore, and a past, as large as said. @returns a key of each tenant. */
  grow(scale: Scale): Promise<readonly string[]>;
}

/** Makes roles, tables, two tenants with a key each, and the priced models that steer the fake upstream. */
export async function prepareDatabase(engines: Engines): Promise<RadiantDatabase> {
  const password = (): string => randomBytes(18).toString('hex');
  const [ownerPassword, appPassword] = [password(), password()];
  await ensureRoles(engines.superuserUrl, {
    database: DATABASE,
    ownerPassword,
    appPassword,
    adminPassword: password(),
  });
  const { host } = new URL(engines.superuserUrl);
  const ownerUrl = `postgres://${OWNER_ROLE}:${ownerPassword}@${host}/${DATABASE}`;
  await migrate({ url: ownerUrl, directory: path.join(WORKSPACE, 'migrations') });
  const superuser = new URL(engines.superuserUrl);
  superuser.pathname = DATABASE;
  const connect = () => new pg.Client({ connectionString: superuser.href }); // row-level security does not bind it
  const [passing, hiding] = await withClient(connect(), seed);
  const dynamo = createDynamoClient({
    endpoint: engines.dynamoEndpoint,
    region: REGION,
    maxSockets: 2,
    credentials: CREDENTIALS,
  });
  await ensureTables(dynamo, TABLES);
  dynamo.destroy();
  return {
    env: {
      DATABASE_URL: `postgres://${APP_ROLE}:${appPassword}@${host}/${DATABASE}`,
      DYNAMODB_ENDPOINT: engines.dynamoEndpoint,
      CACHE_TABLE: TABLES.cacheTable,
      SESSIONS_TABLE: TABLES.sessionsTable,
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    },
    passing,
    hiding,
    usageRows: (tenants) => withClient(connect(), (client) => usageRows(client, passing, tenants === 'passing')),
    grow: (scale) => withClient(connect(), (client) => growDatabase(client, scale, [passing.id, hiding.id])),
  };
}

async function withClient<Result>(client: pg.Client, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function seed(client: pg.Client): Promise<[passing: SeededTenant, hiding: SeededTenant]> {
  await client.query(
    "insert into providers (id, name, type, auth_type, hipaa_compliant) values ($1, 'Fake', 'external', 'none', true)",
    [PROVIDER],
  );
  // without one, a tenant whose protection is off is refused
  await client.query(
    `insert into agreements (id, provider_id, document_reference, services, effective_from, expires_at, revision,
       created_at, updated_at)
     values ($1, $2, 'Benchmark: the upstream is this machine', '{chat}', '2026-01-01', '9999-12-31', 1, now(), now())`,
    [randomUUID(), PROVIDER],
  );
  await client.query(
    `insert into models (id, provider_id, name, type, display_name, specialty, context_window, supports_streaming)
     select id, $1, id, 'external', id, 'general', 128000, true from unnest($2::text[]) as id`,
    [PROVIDER, STEERED_MODELS],
  );
  await client.query(
    `insert into model_prices (model_id, version, effective_from, input_picos, cached_input_picos, output_picos,
       reasoning_picos, markup_basis_points)
     select id, 1, '2026-01-01T00:00:00Z', 150000, 75000, 600000, 600000, 2000 from unnest($1::text[]) as id`,
    [STEERED_MODELS],
  );
  return [await seedTenant(client, 'passing', 'disabled'), await seedTenant(client, 'hiding', 'auto')];
}

async function seedTenant(client: pg.Client, name: string, mode: 'disabled' | 'auto'): Promise<SeededTenant> {
  const id = randomUUID();
  const key = mintApiKey('dev', randomInt, (text) => createHash('sha256').update(text).digest('hex'));
  const phiConfig = {
    mode,
    categories: {},
    reidentification: { allowed: true, requires_approval: false, mapping_ttl_hours: 24 },
  };
  await client.query("insert into tenants (id, app_id, name, phi_config) values ($1, 'bench', $2, $3)", [
    id,
    name,
    phiConfig,
  ]);
  await client.query(
    "insert into api_keys (id, tenant_id, app_id, name, prefix, hash, scopes) values ($1, $2, 'bench', $3, $4, $5, '{*}')",
    [randomUUID(), id, name, key.prefix, key.hash],
  );
  return { id, apiKey: key.secret };
}

/** Once every settled call is in the books: a call that is not has a reservation. */
async function usageRows(client: pg.Client, { id }: SeededTenant, isIts: boolean): Promise<number> {
  const deadline = performance.now() + SETTLED_WITHIN_MS;
  while (performance.now() < deadline) {
    if ((await client.query('select from reservations limit 1')).rowCount === 0) break;
    await setTimeout(50);
  }
  const found = await client.query<{ count: string }>(
    'select count(*) as count from usage_records where (tenant_id = $1) = $3 and user_id is distinct from $2',
    [id, NOBODY, isIts],
  );
  return Number(found.rows[0]?.count ?? 0);
}
