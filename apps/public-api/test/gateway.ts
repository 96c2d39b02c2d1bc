import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import { VerifyBooks } from '@radiant/billing';
import { openDatabase } from '@radiant/composition';
import { startDemoProvider, type DemoProvider } from '@radiant/demo-provider';
import { createDynamoClient, ensureTables } from '@radiant/dynamodb';
import { createTestDatabase, testDynamoEndpoint, until } from '@radiant/embedded/testing';
import { mintApiKey } from '@radiant/identity';
import { Log, readEnvironment } from '@radiant/nest-kit';
import { PostgresBooksReader, seedDemo } from '@radiant/postgres';
import { DEFAULT_DEADLINES, type Deadlines } from '@radiant/providers';
import { BREAKER_RULES, type BreakerRules, type ModelRuntime } from '@radiant/registry';
import { CryptoIdGenerator, generateKeyring, Sha256Digest, SystemClock } from '@radiant/security';
import { generateIssuerKey, issuerVariable, mintToken, type TokenSubject } from '@radiant/start';
import OpenAI from 'openai';
import pg from 'pg';
import { startPublicApi } from '../src/start-public-api.js';

export const MODEL = 'demo-chat-small';

export interface TestTenant {
  readonly id: string;
  readonly key: string;
}

/** A gateway on real engines with the demo provider behind it, as `npm start` makes it. */
export interface Gateway {
  readonly url: string;
  readonly upstream: DemoProvider;
  /** Restores PHI in replies. */
  readonly clinic: TestTenant;
  /** Leaves placeholders. */
  readonly hospital: TestTenant;
  readonly logLines: readonly string[];
  /** As the administration connects. */
  readonly adminDatabaseUrl: string;
  /** The environment of this process's variables, for a second replica or the administration beside it. */
  readonly variables: Readonly<Record<string, string>>;
  /** A folder of this gateway's own: the audit file and the checkpoints. */
  readonly directory: string;
  readonly dynamodb: { readonly endpoint: string; readonly table: string };
  /** A client as an application has it. */
  client(tenant: TestTenant): OpenAI;
  /** A request to the gateway with the tenant's key. */
  send(path: string, init?: RequestInit & { tenant?: TestTenant }): Promise<Response>;
  /** A token of the issuer that this gateway believes. */
  token(subject: Partial<TokenSubject>): Promise<string>;
  /** Resolves when no call is under way and every settlement is in the books. */
  settled(): Promise<void>;
  /** Runs SQL as a superuser, whom row-level security does not bind. */
  sql(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

export async function startGateway(
  options: {
    readonly deadlines?: Partial<Deadlines>;
    readonly breaker?: Partial<BreakerRules>;
    readonly heartbeatMs?: number;
    readonly variables?: Record<string, string>;
    readonly runtime?: ModelRuntime;
  } = {},
): Promise<Gateway> {
  process.env['AWS_ACCESS_KEY_ID'] = 'test';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'test';
  const database = await createTestDatabase();
  const endpoint = testDynamoEndpoint();
  const table = `test-cache-${randomUUID()}`;
  const dynamo = createDynamoClient({ endpoint, region: 'us-east-1', maxSockets: 2 });
  await ensureTables(dynamo, { cacheTable: table, sessionsTable: `${table}-sessions` });
  dynamo.destroy();
  const clinic = mintTenant();
  const hospital = mintTenant();
  await seedDemo(database.ownerUrl, {
    localUpstream: true,
    tenants: [
      { id: clinic.id, name: 'clinic', appId: 'default', restoresReplies: true, key: clinic.stored },
      { id: hospital.id, name: 'hospital', appId: 'default', restoresReplies: false, key: hospital.stored },
    ],
  });
  const upstream = await startDemoProvider();
  const logLines: string[] = [];
  const directory = mkdtempSync(path.join(tmpdir(), 'radiant-test-'));
  const issuerKey = await generateIssuerKey();
  const issuer = 'https://issuer.test.example';
  const variables = {
    LITELLM_URL: upstream.url,
    DATABASE_URL: database.appUrl,
    DYNAMODB_ENDPOINT: endpoint,
    CACHE_TABLE: table,
    SESSIONS_TABLE: `${table}-sessions`,
    RADIANT_KEYRING: generateKeyring(),
    RADIANT_EMBEDDED: 'true',
    RADIANT_EMBEDDED_ISSUER: issuerVariable(issuer, issuerKey),
    RADIANT_DATA_DIR: directory,
    RADIANT_PROVIDER_CHECK_SECONDS: '0', // tests count connections
    PORT: '0',
    ADMIN_PORT: '0',
    LOG_LEVEL: 'debug',
    ...options.variables,
  };
  const environment = readEnvironment(variables);
  const api = await startPublicApi(environment, new Log('test', 'debug', collect(logLines)), '127.0.0.1', {
    deadlines: { ...DEFAULT_DEADLINES, ...options.deadlines },
    breaker: { ...BREAKER_RULES, ...options.breaker },
    ...(options.heartbeatMs !== undefined && { heartbeatMs: options.heartbeatMs }),
    runtime: options.runtime,
  });
  const url = `http://127.0.0.1:${api.port}`;
  const superuser = new pg.Pool({ connectionString: database.superuserUrl, max: 1 });
  superuser.on('error', () => undefined); // its connection may outlive its end by a moment, and the database not
  return {
    url,
    upstream,
    clinic,
    hospital,
    logLines,
    adminDatabaseUrl: database.adminUrl,
    variables,
    directory,
    token: (subject) =>
      mintToken(issuer, issuerKey, { tenantId: clinic.id, userId: 'nurse-1', groups: [], ...subject }),
    dynamodb: { endpoint, table },
    client: (tenant) => new OpenAI({ apiKey: tenant.key, baseURL: `${url}/v1`, maxRetries: 0 }),
    send: (path, { tenant = clinic, headers, ...init } = {}) =>
      fetch(url + path, {
        ...init,
        headers: { authorization: `Bearer ${tenant.key}`, 'content-type': 'application/json', ...Object(headers) },
      }),
    settled: async () => {
      await until(
        () => superuser.query('select from reservations limit 1'),
        ({ rows }) => rows.length === 0,
      );
    },
    sql: async (text, values) => (await superuser.query(text, values)).rows,
    close: async () => {
      await api.close();
      await upstream.close();
      await superuser.end();
      await database.drop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function mintTenant(): TestTenant & { stored: { id: string; name: string; prefix: string; hash: string } } {
  const ids = new CryptoIdGenerator();
  const digest = new Sha256Digest();
  const minted = mintApiKey(
    'dev',
    (from, below) => ids.integer(from, below),
    (text) => digest.sha256(text),
  );
  return {
    id: ids.uuid(),
    key: minted.secret,
    stored: { id: ids.uuid(), name: 'test', prefix: minted.prefix, hash: minted.hash },
  };
}

const collect = (lines: string[]): Writable =>
  new Writable({
    write(chunk: Buffer, _, done) {
      lines.push(chunk.toString());
      done();
    },
  });

/** A record as `GET /api/v2/usage/records` answers it. */
export interface UsageRecord {
  readonly requestId: string;
  readonly requestType: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly totalTokens: number;
  readonly cost: string;
  readonly billedAmount: string;
  readonly estimated: boolean;
}

/** The tenant's usage records, newest first, once there are `count` of them. */
export async function usageRecords(gateway: Gateway, count: number, tenant = gateway.clinic): Promise<UsageRecord[]> {
  await gateway.settled();
  const records = async (): Promise<UsageRecord[]> => {
    const response = await gateway.send('/api/v2/usage/records', { tenant });
    const { data } = (await response.json()) as { data: { records: UsageRecord[] } };
    return data.records;
  };
  return until(records, ({ length }) => length >= count);
}

/** What `billing:verify` would find to differ in the books of all tenants, once nothing is under way. */
export async function bookDifferences(gateway: Gateway): Promise<readonly object[]> {
  await gateway.settled();
  const clock = new SystemClock();
  const environment = readEnvironment({ ...gateway.variables, DATABASE_URL: gateway.adminDatabaseUrl });
  const { dataSource, unitOfWork } = await openDatabase(environment, clock, 'radiant-test-verify', 2);
  const differences: object[] = [];
  const found = (difference: object): void => void differences.push(difference);
  await new VerifyBooks(new PostgresBooksReader(unitOfWork), clock, new Sha256Digest()).execute({ found });
  await dataSource.destroy();
  return differences;
}
