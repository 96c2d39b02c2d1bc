import {
  CORRECTION_REASONS,
  correctionId,
  CorrectionStore,
  USAGE_ORIGINS,
  type Correction,
  type CorrectionId,
  type CorrectionRun,
  type Period,
  type StandingCall,
} from '@radiant/billing';
import {
  DomainError,
  modelId,
  Money,
  requestId,
  type ModelId,
  type Page,
  type RequestId,
  type Slice,
  type TenantId,
} from '@radiant/kernel';
import { recordedUsage } from '../stored-usage.js';
import { storedWord } from '../stored-value.js';
import type { UsageRecord } from '../usage-records.js';
import type { Statements } from './statements.js';

/** Calls that are in memory at once. */
const PAGE = 1_000;

interface RunRecord {
  readonly id: string;
  readonly reason: string;
  readonly asked: string;
  readonly calls: string;
  readonly unchanged: string;
  readonly estimates: string;
  readonly cost_before: string;
  readonly cost_after: string;
  readonly billed_before: string;
  readonly billed_after: string;
  readonly created_at: Date;
  readonly created_by: string;
}

type CallRecord = UsageRecord & { readonly origin: string; readonly unheard: boolean };

/** What is said by hand of a call that is billed as reserved leaves its row an estimate. */
const STANDING = `u.*, (select r.origin = 'expiry' from usage_records r
    where r.tenant_id = u.tenant_id and r.request_id = u.request_id) as unheard from booked_usage u`;

/** Corrections of one tenant's calls. */
export class PostgresCorrectionStore extends CorrectionStore {
  constructor(
    private readonly statements: Statements,
    private readonly tenantId: TenantId,
  ) {
    super();
  }

  async list(slice: Slice): Promise<Page<CorrectionRun>> {
    const { items, total } = await this.statements.page<RunRecord>(
      {
        columns: '*',
        table: 'usage_corrections',
        where: 'tenant_id = $1',
        parameters: [this.tenantId],
        newest: 'created_at',
      },
      slice,
    );
    return { items: items.map(runOf), total };
  }

  async find(id: CorrectionId): Promise<CorrectionRun | undefined> {
    const [row] = await this.statements.rows<RunRecord>(
      'select * from usage_corrections where tenant_id = $1 and id = $2',
      [this.tenantId, id],
    );
    return row && runOf(row);
  }

  async call(request: RequestId): Promise<StandingCall | undefined> {
    const [row] = await this.statements.rows<CallRecord>(
      `select ${STANDING} where u.tenant_id = $1 and u.request_id = $2`,
      [this.tenantId, request],
    );
    return row && callOf(row);
  }

  async *calls(model: ModelId, { from, to }: Period): AsyncGenerator<StandingCall, void, undefined> {
    let last: CallRecord | undefined;
    do {
      // to the microsecond, which a Date has not: nothing is skipped or repeated
      const rows: readonly CallRecord[] = await this.statements.rows<CallRecord>(
        `select u.created_at::text as cursor, ${STANDING}
         where u.tenant_id = $1 and u.model_id = $2 and u.created_at >= $3 and u.created_at < $4
           and ($5::timestamptz is null or (u.created_at, u.request_id) > ($5::timestamptz, $6::uuid))
         order by u.created_at, u.request_id limit ${PAGE}`,
        [this.tenantId, model, new Date(from), new Date(to), last?.cursor ?? null, last?.request_id ?? null],
      );
      yield* rows.map(callOf);
      last = rows.length < PAGE ? undefined : rows.at(-1);
    } while (last);
  }

  add({ id, reason, asked, figures, createdAt, createdBy }: CorrectionRun): Promise<void> {
    return this.statements.add('usage_corrections', {
      tenant_id: this.tenantId,
      id,
      reason,
      asked,
      calls: figures.calls,
      unchanged: figures.unchanged,
      estimates: figures.estimates,
      cost_before: figures.costBefore.picos.toString(),
      cost_after: figures.costAfter.picos.toString(),
      billed_before: figures.billedBefore.picos.toString(),
      billed_after: figures.billedAfter.picos.toString(),
      created_at: new Date(createdAt),
      created_by: createdBy,
    });
  }

  async post(id: CorrectionId, corrections: readonly Correction[]): Promise<void> {
    const [answer] = await this.statements.rows<{ readonly posted: number }>(
      'select correct_usage($1, $2, $3) as posted',
      [this.tenantId, id, JSON.stringify(corrections.map(columnsOf))],
    );
    if (answer?.posted !== corrections.length) {
      throw new DomainError('conflict', 'a call was changed meanwhile; ask for a preview again');
    }
  }
}

const columnsOf = ({ requestId: request, before, after }: Correction) => ({
  request_id: request,
  before_cost: before.cost.picos.toString(),
  before_billed: before.billedAmount.picos.toString(),
  before_version: before.priceVersion,
  input_tokens: after.usage.inputTokens,
  cached_input_tokens: after.usage.cachedInputTokens,
  output_tokens: after.usage.outputTokens,
  reasoning_tokens: after.usage.reasoningTokens,
  usage_detail: after.usage.detail,
  cost_picos: after.cost.picos.toString(),
  billed_amount_picos: after.billedAmount.picos.toString(),
  estimated: after.estimated,
  price_version: after.priceVersion,
  markup_basis_points: after.markupBasisPoints,
  markup_version: after.markupVersion,
});

const callOf = (row: CallRecord): StandingCall => ({
  requestId: requestId(row.request_id),
  modelId: modelId(row.model_id),
  origin: storedWord(USAGE_ORIGINS, row.origin),
  unheard: row.unheard,
  createdAt: row.created_at.getTime(),
  usage: recordedUsage(row),
  cost: Money.ofPicos(BigInt(row.cost_picos)),
  billedAmount: Money.ofPicos(BigInt(row.billed_amount_picos)),
  estimated: row.estimated,
  priceVersion: row.price_version,
  markupBasisPoints: row.markup_basis_points ?? undefined,
  markupVersion: row.markup_version ?? undefined,
});

const runOf = (row: RunRecord): CorrectionRun => ({
  id: correctionId(row.id),
  reason: storedWord(CORRECTION_REASONS, row.reason),
  asked: row.asked,
  figures: {
    calls: Number(row.calls),
    unchanged: Number(row.unchanged),
    estimates: Number(row.estimates),
    costBefore: Money.ofPicos(BigInt(row.cost_before)),
    costAfter: Money.ofPicos(BigInt(row.cost_after)),
    billedBefore: Money.ofPicos(BigInt(row.billed_before)),
    billedAfter: Money.ofPicos(BigInt(row.billed_after)),
  },
  createdAt: row.created_at.getTime(),
  createdBy: row.created_by,
});
