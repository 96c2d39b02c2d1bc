import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createDynamoClient, ensureTables } from '@radiant/dynamodb';
import { ADMIN_ROLE, APP_ROLE, ensureRoles, OWNER_ROLE, startPostgres, type EmbeddedPostgres } from '@radiant/embedded';
import { mintApiKey } from '@radiant/identity';
import { migrate } from '@radiant/migrate';
import { seedDemo } from '@radiant/postgres';
import { generateIssuerKey, issuerVariable, mintToken } from '@radiant/start';
import { generateKeyring, Sha256Digest } from '@radiant/security';
import pg from 'pg';
import { Replica } from './replica.js';
import { SideProcess } from './side-process.js';
import { Upstream } from './upstream.js';

const WORKSPACE = path.resolve(import.meta.dirname, '../../..');
const DATABASE = 'radiant';
const ISSUER = 'https://issuer.harness.example';
const TABLES = { cacheTable: 'radiant-cache', sessionsTable: 'radiant-sessions' };
const CREDENTIALS = { accessKeyId: 'harness', secretAccessKey: 'harness' };
/** PHI is let pass: most of what is proved here is about money. */
const POLICY = {
  mode: 'disabled',
  categories: {},
  reidentification: { allowed: true, requires_approval: false, mapping_ttl_hours: 24 },
};

export interface WorldOptions {
  readonly replicas: number;
  readonly tenants?: number;
  /** Another upstream than the one that counts. */
  readonly upstreamUrl?: string;
  /** Whether PHI is hidden from the upstream and put back into replies. */
  readonly protectsPhi?: boolean;
}

/** Real stores, an upstream that counts, tenants, and as many processes of public-api as wanted. */
export class World {
  readonly upstream = new Upstream();
  readonly replicas: Replica[] = [];
  /** As superuser, whom row-level security does not bind. */
  readonly books: pg.Pool;

  private constructor(
    readonly directory: string,
    /** One of each tenant. */
    readonly apiKeys: readonly string[],
    /** The first one. */
    readonly tenantId: string,
    private postgres: EmbeddedPostgres,
    private readonly variables: Readonly<Record<string, string>>,
    private readonly adminDatabaseUrl: string,
    private readonly stops: (() => Promise<unknown>)[],
  ) {
    const url = new URL(postgres.superuserUrl);
    url.pathname = DATABASE;
    this.books = new pg.Pool({ connectionString: url.href, max: 2 });
    this.books.on('error', () => undefined);
  }

  static async open(wanted: number | WorldOptions): Promise<World> {
    const options = typeof wanted === 'number' ? { replicas: wanted } : wanted;
    const { replicas, tenants: count = 1, upstreamUrl, protectsPhi = false }: WorldOptions = options;
    const directory = mkdtempSync(path.join(tmpdir(), 'radiant-harness-'));
    const postgres = await startPostgres({ directory: path.join(directory, 'postgres'), port: await freePort() });
    const dynamo = await SideProcess.start('dynamo');
    const password = (): string => randomBytes(18).toString('hex');
    const [ownerPassword, appPassword, adminPassword] = [password(), password(), password()];
    const roles = { database: DATABASE, ownerPassword, appPassword, adminPassword };
    await ensureRoles(postgres.superuserUrl, roles);
    const { host } = new URL(postgres.superuserUrl);
    const ownerUrl = `postgres://${OWNER_ROLE}:${ownerPassword}@${host}/${DATABASE}`;
    await migrate({ url: ownerUrl, directory: path.join(WORKSPACE, 'migrations') });
    const tenants = Array.from({ length: count }, (_, number) => mintTenant(`harness ${number}`));
    await seedDemo(ownerUrl, { localUpstream: true, tenants: tenants.map(({ tenant }) => tenant) });
    const client = { endpoint: dynamo.url, region: 'us-east-1', maxSockets: 2, credentials: CREDENTIALS };
    const tables = createDynamoClient(client);
    await ensureTables(tables, TABLES);
    tables.destroy();
    const variables = {
      ...(upstreamUrl !== undefined && { LITELLM_URL: upstreamUrl }),
      DATABASE_URL: `postgres://${APP_ROLE}:${appPassword}@${host}/${DATABASE}`,
      DYNAMODB_ENDPOINT: dynamo.url,
      CACHE_TABLE: TABLES.cacheTable,
      SESSIONS_TABLE: TABLES.sessionsTable,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
      RADIANT_KEYRING: generateKeyring(),
      LOG_LEVEL: 'warn',
    };
    const secrets = tenants.map(({ secret }) => secret);
    const adminUrl = `postgres://${ADMIN_ROLE}:${adminPassword}@${host}/${DATABASE}`;
    const first = tenants[0]?.tenant.id ?? '';
    const world = new World(directory, secrets, first, postgres, variables, adminUrl, [() => dynamo.stop()]);
    if (!protectsPhi) await world.books.query('update tenants set phi_config = $1', [JSON.stringify(POLICY)]);
    await world.upstream.start();
    for (let number = 1; number <= replicas; number += 1) await world.addReplica(`replica-${number}`);
    return world;
  }

  /** The key of the first tenant. */
  get apiKey(): string {
    return this.apiKeys[0] ?? '';
  }

  /** @param name of its folder. */
  async addReplica(name: string): Promise<Replica> {
    const replica = new Replica({
      script: path.join(WORKSPACE, 'apps/public-api/dist/main.js'),
      variables: { LITELLM_URL: this.upstream.url, ...this.variables },
      directory: path.join(this.directory, name),
      port: await freePort(),
    });
    this.replicas.push(replica);
    await replica.start();
    return replica;
  }

  /** A process of admin-api, and a token of the first tenant's administrator. It ends with the world. */
  async addAdministration(name: string): Promise<{ readonly process: Replica; readonly token: string }> {
    const key = await generateIssuerKey();
    const variables = {
      ...this.variables,
      DATABASE_URL: this.adminDatabaseUrl,
      RADIANT_EMBEDDED: 'true',
      RADIANT_EMBEDDED_ISSUER: issuerVariable(ISSUER, key),
    };
    const directory = path.join(this.directory, name);
    const script = path.join(WORKSPACE, 'apps/admin-api/dist/main.js');
    const started = new Replica({ script, variables, directory, port: await freePort() });
    this.replicas.push(started);
    await started.start();
    const subject = { tenantId: this.tenantId, userId: 'harness', groups: ['admin'] };
    return { process: started, token: await mintToken(ISSUER, key, subject) };
  }

  /** Done when everything has ended, before the folder is removed. */
  atEnd(work: () => void): void {
    this.stops.push(async () => work());
  }

  /** Ends PostgreSQL at once, as `kill -9`. */
  async killPostgres(): Promise<void> {
    process.kill(this.postgres.pid, 'SIGKILL');
    await this.postgres.exited;
  }

  async startPostgresAgain(): Promise<void> {
    const { port } = this.postgres;
    this.postgres = await startPostgres({ directory: path.join(this.directory, 'postgres'), port });
  }

  async close(): Promise<void> {
    await Promise.all(this.replicas.map((replica) => replica.kill()));
    await this.upstream.stop();
    await this.books.end();
    await this.postgres.stop();
    for (const stop of this.stops) await stop();
    rmSync(this.directory, { recursive: true, force: true });
  }
}

function mintTenant(name: string) {
  const digest = new Sha256Digest();
  const { secret, prefix, hash } = mintApiKey('dev', randomInt, (text) => digest.sha256(text));
  const key = { id: randomUUID(), name: 'harness', prefix, hash };
  return { secret, tenant: { id: randomUUID(), name, appId: 'default', restoresReplies: true, key } };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== 'object' || address === null) throw new Error('there is no free port');
  return address.port;
}
