import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Agent, request } from 'undici';
import { startAdministration, type Administration } from '../administration.js';
import { attack, operationsOf, sitesOf, type Attack, type Operation } from './attacks.js';
import { FORGED, payloads } from './payloads.js';

jest.setTimeout(540_000);

const PAYLOADS = payloads(500, 20_26);
/** Each operation meets one payload of so many, another operation others; `INJECTION_EVERY=1` sends all of them. */
const EVERY = Number(process.env['INJECTION_EVERY'] ?? 20);
const EXPENSIVE_EVERY = 25;
const AT_ONCE = 16;
/** No statement and no call may take as long. */
const HANGS_MS = 15_000;
/** These look at everything there is, each time. */
const EXPENSIVE =
  /audit\/verify|data-keys|audit\/purge|reports|usage-corrections|provider-bills|usage\/export|policies\/preview/;

/** What each route adds when it answers 2xx; the others add nothing to these tables. */
const ADDS: Readonly<Record<string, string>> = {
  'POST /api/v2/tenants': 'tenants',
  'POST /api/v2/tenants/{tenantId}/api-keys': 'api_keys',
  'POST /api/v2/tenants/{tenantId}/invitations': 'invitations',
  'POST /api/v2/tenants/{tenantId}/token-revocations': 'token_revocations',
  'POST /api/v2/tenants/{tenantId}/legal-holds': 'legal_holds',
  'POST /api/v2/tenants/{tenantId}/budgets': 'budgets',
  'POST /api/v2/apps': 'apps',
  'POST /api/v2/providers': 'providers',
  'POST /api/v2/models': 'models',
  'POST /api/v2/baas': 'agreements',
  'POST /api/v2/models/{id}/prices': 'model_prices',
  'POST /api/v2/price-imports': 'price_imports',
  'POST /api/v2/break-glass': 'break_glass_grants',
  'POST /v1/chat/completions': 'usage_records',
  'POST /api/v2/chat/completions': 'usage_records',
  'POST /v1/messages': 'usage_records',
  'POST /v1/responses': 'usage_records',
  'POST /v1/completions': 'usage_records',
  'POST /v1/embeddings': 'usage_records',
  'POST /api/v2/embeddings': 'usage_records',
  'POST /v1/moderations': 'usage_records',
  'POST /v1/rerank': 'usage_records',
};
/**
 * Written besides: the trail of what was done and refused, keys made at first use, when tokens were used, whose turn a job
 * is, what replicas say of themselves, calls under a key of their own, and drafts of invoices and markups, which asking
 * again does not make twice.
 */
const BESIDES = [
  'audit_logs',
  'audit_chains',
  'data_keys',
  'admin_sessions',
  'reservations',
  'ledger_entries',
  'routing_rules',
  'job_turns',
  'replicas',
  'webhooks',
  'webhook_deliveries',
  'idempotent_calls',
  'invoices',
  'invoice_lines',
  'tenant_markups',
  'usage_corrections',
  'provider_bills',
  'provider_bill_lines',
];

let administration: Administration;
let apis: { readonly url: string; readonly credential: string; readonly operations: readonly Operation[] }[];
let victim: string;
const agent = new Agent({ connections: AT_ONCE, headersTimeout: HANGS_MS, bodyTimeout: HANGS_MS });

beforeAll(async () => {
  administration = await startAdministration();
  const { gateway, root, url } = administration;
  const tenant = await administration.call('POST', '/api/v2/tenants', {
    as: root,
    body: { name: 'victim', app_id: 'default' },
  });
  victim = tenant.data.tenant.id;
  const key = await administration.call('POST', `/api/v2/tenants/${victim}/api-keys`, {
    as: root,
    body: { name: 'forwarder', scopes: ['*'], trusted_forwarder: true },
  });
  const described = async (api: string) => operationsOf(await (await fetch(`${api}/openapi.json`)).json());
  apis = [
    { url: gateway.url, credential: key.data.key, operations: await described(gateway.url) },
    { url, credential: root, operations: await described(url) },
  ];
});
afterAll(async () => {
  await agent.close();
  await administration.close();
});

interface Outcome {
  readonly operation: string;
  readonly sent: Attack;
  readonly status: number;
}

/** Payloads at every operation, at one of its sites after the other. @param credential whether one is shown. */
async function run(credential: boolean): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const waiting: (() => Promise<void>)[] = [];
  for (const api of apis) {
    for (const [place, operation] of api.operations.entries()) {
      const sites = sitesOf(operation);
      const step = credential && EXPENSIVE.test(operation.path) ? Math.max(EVERY, EXPENSIVE_EVERY) : EVERY;
      for (let turn = place % step; turn < PAYLOADS.length; turn += step) {
        const site = sites[Math.floor(turn / step) % sites.length] ?? { kind: 'document' };
        const values = { tenantId: victim, ...(operation.path.includes('/tenants/{id}') && { id: victim }) };
        const sent = attack(operation, site, PAYLOADS[turn] ?? '', values);
        if (credential) {
          const shown = site.kind === 'header' && site.name === 'authorization' ? 'x-api-key' : 'authorization';
          sent.headers[shown] ??= shown === 'authorization' ? `Bearer ${api.credential}` : api.credential;
        }
        waiting.push(async () => {
          outcomes.push({ operation: operation.name, sent, status: await statusOf(api.url, sent) });
        });
      }
    }
  }
  const worker = async (): Promise<void> => {
    for (let next = waiting.pop(); next; next = waiting.pop()) await next();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return outcomes;
}

/** 0 when nothing came in time. */
async function statusOf(url: string, { method, path, headers, body }: Attack): Promise<number> {
  try {
    const answer = await request(url + path, { method: method as 'GET', headers, body, dispatcher: agent });
    await answer.body.dump({ limit: 1e9 });
    return answer.statusCode;
  } catch {
    return 0;
  }
}

const failed = (outcomes: readonly Outcome[]) =>
  outcomes.filter(({ status }) => status === 0 || status >= 500).slice(0, 20);

async function rows(): Promise<Record<string, number>> {
  await administration.gateway.settled();
  const tables = await administration.gateway.sql(
    // the sealer makes a tenant's chain within a second of its first event, whoever calls meanwhile
    `select relname::text as name from pg_class
       where relkind = 'r' and relnamespace = 'public'::regnamespace and relname <> 'audit_chains'`,
  );
  const counts: Record<string, number> = {};
  for (const { name } of tables) {
    const [row] = await administration.gateway.sql(`select count(*)::int as rows from "${String(name)}"`);
    counts[String(name)] = Number(row?.['rows']);
  }
  return counts;
}

/** All there is of a tenant whom nobody speaks of, and everything that decides who may do what. */
const untouched = () =>
  administration.gateway.sql(
    `select (select jsonb_agg(t) from tenants t where id <> $1 and created_at < $2) as tenants,
       (select jsonb_agg(k order by id) from api_keys k where tenant_id <> $1) as keys,
       (select jsonb_agg(m order by id) from models m where created_at < $2) as models,
       (select jsonb_agg(p order by id) from providers p where created_at < $2) as providers,
       (select jsonb_agg(p) from model_prices p) as prices,
       (select jsonb_agg(a order by id) from apps a where created_at < $2) as apps,
       (select count(*) from pg_class) as relations, (select count(*) from pg_proc) as functions,
       (select jsonb_agg(p order by tablename, policyname) from pg_policies p) as policies,
       (select count(*) from pg_roles where rolsuper or rolbypassrls) as powerful`,
    [victim, started],
  );
const started = new Date();

describe('500 payloads at every operation of both APIs', () => {
  it('without a credential: no 5xx, no hang, and not one row but the few that count failed authentications', async () => {
    const before = await rows();
    const kept = await untouched();
    const outcomes = await run(false);
    expect(outcomes.length).toBeGreaterThan(50_000 / EVERY);
    expect(failed(outcomes)).toEqual([]);
    const after = await rows();
    const [audited] = await administration.gateway.sql(
      `select count(*) filter (where action = 'authentication.fail')::int as failed,
         count(*) filter (where action <> 'authentication.fail')::int as others from audit_logs`,
    );
    expect(Number(audited?.['failed'])).toBeLessThan(outcomes.length / 100);
    expect(audited?.['others']).toBe(before['audit_logs']);
    for (const table of BESIDES) delete before[table];
    expect(after).toMatchObject(before);
    expect(await untouched()).toEqual(kept);
  });

  it('with a credential that may do everything: no 5xx, no hang, and rows only where the answer says so', async () => {
    const before = await rows();
    const kept = await untouched();
    const outcomes = await run(true);
    expect(outcomes.length).toBeGreaterThan(50_000 / EVERY);
    expect(failed(outcomes)).toEqual([]);
    const expected = { ...before };
    for (const { operation, status } of outcomes) {
      const table = ADDS[operation];
      if (table !== undefined && status < 300) expected[table] = (expected[table] ?? 0) + 1;
    }
    const after = await rows();
    for (const table of BESIDES) delete expected[table];
    expect(after).toMatchObject(expected);
    expect(await untouched()).toEqual(kept);
  });

  it('every line of both logs is one JSON object, and none was made by a caller', () => {
    const lines = [...administration.gateway.logLines, ...administration.logLines].join('').trim().split('\n');
    expect(lines.length).toBeGreaterThan(100_000 / EVERY);
    expect(lines.filter((line) => !isLogLine(line) || line.includes(FORGED))).toEqual([]);
  });
});

function isLogLine(line: string): boolean {
  try {
    const { msg, level, time } = JSON.parse(line);
    return typeof msg === 'string' && typeof level === 'number' && typeof time === 'string';
  } catch {
    return false;
  }
}
