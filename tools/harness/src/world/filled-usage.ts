import type { World } from './world.js';

/** Rows that one statement adds. */
const AT_ONCE = 100_000;

export const FIRST_DAY = '2026-03-01';

/** The day so many days after the first (YYYY-MM-DD). */
export const dayNumber = (days: number): string =>
  new Date(Date.parse(FIRST_DAY) + days * 86_400_000).toISOString().slice(0, 10);

/** Usage of the tenant as calls leave it, spread evenly over days from the first on. Nothing of it is in the ledger. */
export async function fillUsage({ books, tenantId }: World, rows: number, days: number): Promise<void> {
  for (let from = 0; from < rows; from += AT_ONCE) {
    await books.query(
      `insert into usage_records (tenant_id, request_id, app_id, api_key_id, user_id, model_id, provider_id, request_type,
         input_tokens, cached_input_tokens, output_tokens, reasoning_tokens, cost_picos, billed_amount_picos, estimated,
         price_version, markup_basis_points, latency_ms, created_at, tags)
       select $1, gen_random_uuid(), 'default', md5((n % 20)::text)::uuid, 'user-' || n % 500,
         (array['demo-chat-small', 'demo-chat-large'])[1 + n % 2], 'demo', 'chat.completion', 100 + n % 900, n % 50,
         20 + n % 300, n % 7, 1000000 + n, 1200000 + n, n % 100 = 0, 1, 2000, 200 + n % 3000,
         $2::timestamptz + n * $3::interval, array['team=' || n % 12]
       from generate_series($4::bigint, $5::bigint) n`,
      [
        tenantId,
        `${FIRST_DAY}T00:00:00Z`,
        `${(days * 86_400) / rows} seconds`,
        from,
        Math.min(from + AT_ONCE, rows) - 1,
      ],
    );
  }
  await books.query('vacuum (analyze) usage_records');
}
