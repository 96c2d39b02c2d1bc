import type { OpenAuditBody } from '@radiant/audit';
import type { Clock, IdGenerator, Instant, TenantId } from '@radiant/kernel';
import { auditEvent, type Actor } from '../actor.js';
import { created, moment } from '../audit-details.js';
import { readingIn } from '../in-tenant.js';
import type { AuditStores } from '../ports/audit-stores.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import { checkedPeriod } from '../validation.js';
import type { ReadAuditRow } from './search-audit.js';

/** Rows at a time: what stays in memory. */
const PAGE = 1_000;

/** The period that an auditor asks about, from its first moment to the first one after it; either may be open. */
export interface EvidencePeriod {
  readonly from?: Instant;
  readonly to?: Instant;
}

/** A tenant's whole chain up to a row, in its order. @throws DomainError `service_unavailable` while it is read. */
export type ReadChain = (last: number) => AsyncIterable<ReadAuditRow>;

/** Hands out a tenant's chain for a bundle of evidence, once the trail tells that this was done. */
export class RecordEvidence {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
    private readonly stores: AuditStores,
    private readonly bodies: OpenAuditBody,
  ) {}

  /** @throws DomainError `validation_error` naming from or to; `not_found`; `service_unavailable`. */
  async execute(actor: Actor, tenantId: TenantId, period: EvidencePeriod): Promise<ReadChain> {
    const { from, to } = period;
    checkedPeriod(from, to);
    const details = created({ from: moment(from), to: moment(to) });
    await readingIn(this.transactions, actor, tenantId, ({ audit }) =>
      audit.record(auditEvent(actor, this.ids, this.clock, { tenantId, action: 'evidence.export', details })),
    );
    return (last) => this.chain(tenantId, last);
  }

  private async *chain(tenantId: TenantId, last: number): AsyncGenerator<ReadAuditRow, void, undefined> {
    const store = this.stores.ofTenant(tenantId);
    for (let after = 0; after < last;) {
      const rows = await store.chain(tenantId, after, Math.min(PAGE, last - after));
      if (rows.length === 0) return;
      for (const row of rows) {
        if (row.sequence > last) return; // rows are missing, and this one lies beyond
        after = row.sequence;
        yield { row, body: await this.bodies.orUnreadable(row) };
      }
    }
  }
}
