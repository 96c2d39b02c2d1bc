import { createHash, randomInt, randomUUID } from 'node:crypto';
import { mintApiKey } from '@radiant/identity';
import type pg from 'pg';

/** How large the stores are made before calls are measured again. */
export interface Scale {
  readonly tenants: number;
  /** Of usage; each has three lines in the ledger. */
  readonly usageRows: number;
}

/** The user of added rows: nobody called for them. */
export const NOBODY = 'nobody';
/** Rows belong to so many tenants, those that call among them, in equal parts. */
const TENANTS_WITH_ROWS = 100;
/** Rows of one statement, so that none holds gigabytes. */
const STEP = 500_000;
/** Rows are spread over so many days before today. */
const DAYS = 90;

/**
 * Adds tenants until there are as many as said, and settled calls of the last months.
 * @returns a key of each tenant that was added. @param callers ids of the tenants that call. @param client of a role that row-level security does not bind.
 */
export async function growDatabase(client: pg.Client, scale: Scale, callers: readonly string[]): Promise<string[]> {
  const keys = Array.from({ length: Math.max(0, scale.tenants - callers.length) }, () =>
    mintApiKey('dev', randomInt, (text) => createHash('sha256').update(text).digest('hex')),
  );
  await client.query(ADD_TENANTS, [
    keys.map(() => randomUUID()),
    keys.map(({ prefix }) => prefix),
    keys.map(({ hash }) => hash),
  ]);
  const { rows } = await client.query<{ id: string }>('select id from tenants limit $1', [TENANTS_WITH_ROWS]);
  const owners = [...new Set([...callers, ...rows.map(({ id }) => id)])].slice(0, TENANTS_WITH_ROWS);
  for (let done = 0; done < scale.usageRows; done += STEP) {
    await client.query(ADD_USAGE, [Math.min(STEP, scale.usageRows - done), owners, DAYS]);
  }
  await client.query('vacuum analyze');
  return keys.map(({ secret }) => secret);
}

const ADD_TENANTS = `
  with wanted as (select * from unnest($1::uuid[], $2::text[], $3::text[]) as each (id, prefix, hash)),
  added as (
    insert into tenants (id, app_id, name, phi_config)
    select id, 'bench', 'grown ' || prefix, (select phi_config from tenants where name = 'hiding') from wanted
  )
  insert into api_keys (id, tenant_id, app_id, name, prefix, hash, scopes)
  select gen_random_uuid(), id, 'bench', 'grown', prefix, hash, '{*}' from wanted`;

/** Cost 1,000 and bill 1,200 pico-USD for each of the input's tokens. */
const ADD_USAGE = `
  with usage as (
    insert into usage_records (tenant_id, request_id, app_id, model_id, provider_id, request_type, input_tokens,
      cached_input_tokens, output_tokens, reasoning_tokens, cost_picos, billed_amount_picos, estimated, price_version,
      latency_ms, created_at, user_id)
    select ($2::uuid[])[1 + n % cardinality($2::uuid[])], gen_random_uuid(), 'bench', 'fake', 'fake', 'chat', 500 + n % 97,
      0, 0, 0, (500 + n % 97) * 1000, (500 + n % 97) * 1200, false, 1, 20,
      now() - (n % ($3::int * 24)) * interval '1 hour', '${NOBODY}'
    from generate_series(1, $1::int) as n
    returning tenant_id, request_id, cost_picos, billed_amount_picos, created_at
  )
  insert into ledger_entries (tenant_id, request_id, entry, account, amount_picos, kind, price_version, posted_at)
  select tenant_id, request_id, 1, account,
    case account when 'receivable' then billed_amount_picos when 'provider' then -cost_picos
      else cost_picos - billed_amount_picos end,
    'charge', 1, created_at
  from usage, unnest(array['receivable', 'provider', 'margin']) as account`;
