import {
  AuditStore,
  MOST_SUBJECTS,
  purgeableBefore,
  type AuditContent,
  type AuditQuery,
  type FoundAuditRow,
  type ProviderExposure,
  type RetentionClass,
  type SealedAuditRow,
} from '@radiant/audit';
import { DomainError, type Clock, type Instant, type Page, type Slice, type TenantId } from '@radiant/kernel';
import type { MemoryAuditSink } from './memory-audit-sink.js';

/** Reads a `MemoryAuditSink`. */
export class MemoryAuditStore extends AuditStore {
  /** @param scope the tenant whose rows are seen; all are without one. */
  constructor(
    private readonly sink: MemoryAuditSink,
    private readonly clock: Clock,
    private readonly scope?: TenantId,
  ) {
    super();
  }

  async search(query: AuditQuery, { limit, offset }: Slice): Promise<Page<FoundAuditRow>> {
    const newestFirst = this.matching(query).reverse();
    return { items: newestFirst.slice(offset, offset + limit).map(copied), total: newestFirst.length };
  }

  async chain(tenantId: TenantId, after: number, limit: number): Promise<readonly SealedAuditRow[]> {
    return this.visible()
      .filter((row) => row.tenantId === tenantId)
      .flatMap((row) => sealedRow(copied(row)))
      .filter(({ sequence }) => sequence > after)
      .sort((a, b) => a.sequence - b.sequence)
      .slice(0, limit);
  }

  /** A row is taken to have come when it happened. */
  async waiting(tenantId: TenantId, milliseconds: number): Promise<number> {
    const before = this.clock.now() - milliseconds;
    const rows = this.visible().filter((row) => row.tenantId === tenantId && row.sequence === undefined);
    return rows.filter(({ occurredAt }) => occurredAt < before).length;
  }

  async *export(query: AuditQuery): AsyncIterable<FoundAuditRow> {
    for (const row of this.matching(query)) yield copied(row);
  }

  async exposure(providerId: string, from: Instant, to: Instant): Promise<readonly ProviderExposure[]> {
    const rows = this.matching({ providerId, from, to, action: 'inference.call' });
    return [...new Set(rows.map(({ tenantId }) => tenantId))].map((tenantId) =>
      exposureOf(
        tenantId,
        rows.flatMap((row) => (row.tenantId === tenantId && row.content ? [row.content] : [])),
      ),
    );
  }

  async purge(tenantId: TenantId, retentionClass: RetentionClass, before: Instant): Promise<number> {
    if (before > purgeableBefore(retentionClass, this.clock.now())) {
      throw new DomainError('conflict', 'audit rows are kept for six years');
    }
    if (this.sink.isHeld(tenantId)) throw new DomainError('conflict', 'a legal hold stands');
    const purged = this.visible().filter(
      (row) =>
        row.tenantId === tenantId &&
        row.retentionClass === retentionClass &&
        row.occurredAt < before &&
        row.sequence !== undefined &&
        row.content !== undefined &&
        row.content.action !== 'audit.purge',
    );
    this.sink.empty(purged);
    return purged.length;
  }

  private visible(): readonly FoundAuditRow[] {
    return this.sink.rows.filter(({ tenantId }) => this.scope === undefined || tenantId === this.scope);
  }

  /** Oldest first. */
  private matching(query: AuditQuery): FoundAuditRow[] {
    return this.visible()
      .filter((row) => matches(row, query))
      .sort((a, b) => a.occurredAt - b.occurredAt || (a.id < b.id ? -1 : 1));
  }
}

function matches({ occurredAt, content }: FoundAuditRow, query: AuditQuery): boolean {
  const { from = -Infinity, to = Infinity, actorId, subject, crowded = false } = query;
  const within = occurredAt >= from && occurredAt < to;
  return (
    within &&
    FIELDS.every((field) => query[field] === undefined || content?.[field] === query[field]) &&
    (actorId === undefined || isBy(content, actorId)) &&
    (subject === undefined || (content?.subjects?.includes(subject) ?? false)) &&
    (!crowded || (content?.phiDisclosed === true && isCrowded(content)))
  );
}

const isCrowded = ({ subjects }: AuditContent): boolean => (subjects?.length ?? 0) >= MOST_SUBJECTS;

const isBy = (content: AuditContent | undefined, actor: string): boolean =>
  content !== undefined && [content.userId, content.adminId, content.apiKeyId].includes(actor);

const FIELDS = ['action', 'outcome', 'resourceType', 'resourceId', 'requestId', 'providerId'] as const;

function exposureOf(tenantId: TenantId, calls: readonly AuditContent[]): ProviderExposure {
  const categories: Record<string, number> = {};
  for (const { phi } of calls) {
    for (const [category, count] of Object.entries(phi ?? {}))
      categories[category] = (categories[category] ?? 0) + count;
  }
  return {
    tenantId,
    calls: calls.length,
    subjects: new Set(calls.flatMap(({ subjects }) => subjects ?? [])).size,
    crowdedCalls: calls.filter(isCrowded).length,
    disclosingCalls: calls.filter(({ phiDisclosed }) => phiDisclosed).length,
    categories,
  };
}

const sealedRow = (row: FoundAuditRow): SealedAuditRow[] =>
  row.sequence === undefined || row.hash === undefined ? [] : [{ ...row, sequence: row.sequence, hash: row.hash }];

const copied = (row: FoundAuditRow): FoundAuditRow => structuredClone(row);
