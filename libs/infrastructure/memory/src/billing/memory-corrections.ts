import {
  CorrectionStore,
  type Correction,
  type CorrectionId,
  type CorrectionRun,
  type Period,
  type StandingCall,
  type UsageEntry,
} from '@radiant/billing';
import { DomainError, type ModelId, type Page, type RequestId, type Slice, type TenantId } from '@radiant/kernel';
import { keyOf, type MemoryBooks } from './memory-books.js';

/** Corrections with whose calls they are about. */
export interface KeptCorrections {
  readonly tenantId: TenantId;
  readonly run: CorrectionRun;
}

/** Corrections of one tenant's calls. What is posted stays posted, whatever becomes of the transaction. */
export class MemoryCorrectionStore extends CorrectionStore {
  constructor(
    private readonly kept: KeptCorrections[],
    private readonly books: MemoryBooks,
    private readonly tenantId: TenantId,
  ) {
    super();
  }

  async list({ limit, offset }: Slice): Promise<Page<CorrectionRun>> {
    const newest = this.kept
      .filter(({ tenantId }) => tenantId === this.tenantId)
      .map(({ run }) => run)
      .sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
    return { items: newest.slice(offset, offset + limit), total: newest.length };
  }

  async find(id: CorrectionId): Promise<CorrectionRun | undefined> {
    return this.kept.find(({ tenantId, run }) => tenantId === this.tenantId && run.id === id)?.run;
  }

  async call(requestId: RequestId): Promise<StandingCall | undefined> {
    return this.standing().find((call) => call.requestId === requestId);
  }

  async *calls(model: ModelId, { from, to }: Period): AsyncGenerator<StandingCall, void, undefined> {
    yield* this.standing()
      .filter(({ modelId, createdAt }) => modelId === model && from <= createdAt && createdAt < to)
      .sort((a, b) => a.createdAt - b.createdAt || (a.requestId < b.requestId ? -1 : 1));
  }

  async add(run: CorrectionRun): Promise<void> {
    if (await this.find(run.id)) throw new DomainError('conflict', 'there is such a correction already');
    this.kept.push({ tenantId: this.tenantId, run });
  }

  async post(_: CorrectionId, corrections: readonly Correction[]): Promise<void> {
    const entries = corrections.map(({ requestId, before, after }) => {
      const known = this.books.usage.get(keyOf({ tenantId: this.tenantId, requestId }));
      if (
        !known ||
        !known.entry.billedAmount.equals(before.billedAmount) ||
        !known.entry.cost.equals(before.cost) ||
        known.entry.priceVersion !== before.priceVersion
      ) {
        throw new DomainError('conflict', 'a call was changed meanwhile; ask for a preview again');
      }
      const { usage, cost, billedAmount, estimated, priceVersion, markupBasisPoints, markupVersion } = after;
      const entry: UsageEntry = {
        ...known.entry,
        usage,
        cost,
        billedAmount,
        estimated,
        priceVersion,
        markupBasisPoints,
        markupVersion,
      };
      return { entry, heard: known.heard };
    });
    for (const { entry, heard } of entries) this.books.keep(entry, { estimate: false, heard });
  }

  private standing(): StandingCall[] {
    return [...this.books.usage.values()]
      .filter(({ entry }) => entry.tenantId === this.tenantId)
      .map(({ entry, estimate, heard }) => ({
        requestId: entry.requestId,
        modelId: entry.modelId,
        origin: estimate ? 'expiry' : 'call',
        unheard: heard === undefined,
        createdAt: entry.createdAt,
        usage: entry.usage,
        cost: entry.cost,
        billedAmount: entry.billedAmount,
        estimated: entry.estimated,
        priceVersion: entry.priceVersion,
        markupBasisPoints: entry.markupBasisPoints,
        markupVersion: entry.markupVersion,
      }));
  }
}
