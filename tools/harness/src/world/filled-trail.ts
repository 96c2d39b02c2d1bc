import { FIRST_DAY } from './filled-usage.js';
import type { World } from './world.js';

/** Rows that one statement adds. */
const AT_ONCE = 100_000;
/** Behind the places of all that the processes themselves do. */
const FIRST_PLACE = 1_000_000;

/**
 * A trail of the tenant as calls leave it, spread evenly over days from the first on: half of the rows are what left,
 * half how it ended. They have their places in the chain, so that nothing seals them while they are read; their hashes
 * are made up, and none has a sealed body.
 */
export async function fillTrail({ books, tenantId }: World, rows: number, days: number): Promise<void> {
  for (let from = 0; from < rows; from += AT_ONCE) {
    await books.query(
      `insert into audit_logs (tenant_id, id, sequence, hash, content_hash, occurred_at, retention_class, action, outcome,
         actor_kind, user_id, api_key_id, app_id, cross_tenant, resource_type, resource_id, request_id, provider_id,
         model_id, phi, phi_disclosed, subjects)
       select $1, gen_random_uuid(), $6::bigint + n, md5(n::text) || md5(n::text), md5(n::text) || md5(n::text),
         $2::timestamptz + n * $3::interval, case n % 2 when 0 then 'disclosure' else 'access' end,
         (array['inference.call', 'inference.settle'])[1 + n % 2], 'success', 'user', 'user-' || n % 500,
         md5((n % 20)::text)::uuid, 'default', false, 'model', 'demo-chat-small', md5((n / 2)::text)::uuid, 'demo',
         'demo-chat-small', '{"NAME": 2, "MRN": 1}', false, array[md5((n % 900)::text), md5((n % 700)::text)]
       from generate_series($4::bigint, $5::bigint) n`,
      [
        tenantId,
        `${FIRST_DAY}T00:00:00Z`,
        `${(days * 86_400) / rows} seconds`,
        from,
        Math.min(from + AT_ONCE, rows) - 1,
        FIRST_PLACE,
      ],
    );
  }
  await books.query('vacuum (analyze) audit_logs');
}
