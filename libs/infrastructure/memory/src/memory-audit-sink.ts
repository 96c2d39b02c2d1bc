import { AuditSink, chainHash, FIRST_PREVIOUS_HASH, type AuditRow, type SealedAuditRow } from '@radiant/audit';
import type { Digest, TenantId } from '@radiant/kernel';

type StoredRow = AuditRow & Partial<Pick<SealedAuditRow, 'sequence' | 'hash'>>;

/** The audit trail's rows in this process, with their chains and the legal holds on them. */
export class MemoryAuditSink extends AuditSink {
  private readonly byId = new Map<string, StoredRow>();
  private readonly heads = new Map<TenantId, Pick<SealedAuditRow, 'sequence' | 'hash'>>();
  private readonly holds = new Map<TenantId, number>();

  constructor(private readonly digest: Digest) {
    super();
  }

  async append(row: AuditRow): Promise<void> {
    const key = keyOf(row);
    if (!this.byId.has(key)) this.byId.set(key, structuredClone(row));
  }

  /** Chains the rows that wait. @returns how many. */
  seal(): number {
    const waiting = this.rows.filter(({ sequence }) => sequence === undefined);
    for (const row of waiting) {
      const head = this.heads.get(row.tenantId) ?? { sequence: 0, hash: FIRST_PREVIOUS_HASH };
      const sequence = head.sequence + 1;
      const hash = chainHash(head.hash, { ...row, sequence }, this.digest);
      this.heads.set(row.tenantId, { sequence, hash });
      this.byId.set(keyOf(row), { ...row, sequence, hash });
    }
    return waiting.length;
  }

  /** In the order in which they came. */
  get rows(): readonly StoredRow[] {
    return [...this.byId.values()];
  }

  /** Takes the content of these rows away. */
  empty(rows: readonly StoredRow[]): void {
    for (const row of rows) this.byId.set(keyOf(row), { ...row, content: undefined });
  }

  /** @returns what releases the hold. */
  hold(tenantId: TenantId): () => void {
    this.holds.set(tenantId, (this.holds.get(tenantId) ?? 0) + 1);
    return () => this.holds.set(tenantId, (this.holds.get(tenantId) ?? 1) - 1);
  }

  isHeld(tenantId: TenantId): boolean {
    return (this.holds.get(tenantId) ?? 0) > 0;
  }
}

const keyOf = ({ tenantId, id }: AuditRow): string => `${tenantId} ${id}`;
