import { LedgerShares, type LedgerShare, type Period } from '@radiant/billing';
import { DomainError, modelId, Money, type TenantId } from '@radiant/kernel';
import type { Statements } from './statements.js';

interface ShareRecord {
  readonly model_id: string;
  readonly requests: string;
  readonly input_tokens: string;
  readonly cached_input_tokens: string;
  readonly output_tokens: string;
  readonly reasoning_tokens: string;
  readonly used: string;
  readonly posted: string;
}

/** One statement, so that both sides are of one moment. */
const SHARES = `
  with used as (
    select u.model_id, count(*) as requests, sum(u.input_tokens) as input_tokens,
      sum(u.cached_input_tokens) as cached_input_tokens, sum(u.output_tokens) as output_tokens,
      sum(u.reasoning_tokens) as reasoning_tokens, sum(u.billed_amount_picos) as picos
    from booked_usage u where u.tenant_id = $1 and u.created_at >= $2 and u.created_at < $3 group by u.model_id
  ), posted as (
    select u.model_id, sum(l.amount_picos) as picos
    from booked_usage u join ledger_entries l on l.tenant_id = u.tenant_id and l.request_id = u.request_id
    where u.tenant_id = $1 and u.created_at >= $2 and u.created_at < $3 and l.account = 'receivable'
    group by u.model_id
  )
  select used.model_id, used.requests::text, used.input_tokens::text, used.cached_input_tokens::text,
    used.output_tokens::text, used.reasoning_tokens::text, used.picos::text as used,
    coalesce(posted.picos, 0)::text as posted
  from used left join posted on posted.model_id = used.model_id order by used.model_id`;

/** The ledger of one tenant. */
export class PostgresLedgerShares extends LedgerShares {
  constructor(
    private readonly statements: Statements,
    private readonly tenantId: TenantId,
  ) {
    super();
  }

  async ofPeriod({ from, to }: Period): Promise<readonly LedgerShare[]> {
    const rows = await this.statements.rows<ShareRecord>(SHARES, [this.tenantId, new Date(from), new Date(to)]);
    const differing = rows.find(({ used, posted }) => used !== posted);
    if (differing) {
      throw new DomainError('conflict', 'the ledger and the usage records differ', { model: differing.model_id });
    }
    return rows.map((row) => ({
      modelId: modelId(row.model_id),
      requests: Number(row.requests),
      inputTokens: Number(row.input_tokens),
      cachedInputTokens: Number(row.cached_input_tokens),
      outputTokens: Number(row.output_tokens),
      reasoningTokens: Number(row.reasoning_tokens),
      exact: Money.ofPicos(BigInt(row.posted)),
    }));
  }
}
