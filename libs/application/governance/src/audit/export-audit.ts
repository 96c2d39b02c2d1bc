import type { OpenAuditBody } from '@radiant/audit';
import type { Clock, IdGenerator, TenantId } from '@radiant/kernel';
import { auditEvent, type Actor } from '../actor.js';
import { readingIn } from '../in-tenant.js';
import type { AuditStores } from '../ports/audit-stores.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import { checkedPeriod } from '../validation.js';
import { queryOf, toldOfSearch, type AuditSearch, type ReadAuditRow } from './search-audit.js';

/** Reads all of a tenant's trail that matches, oldest first. Memory does not grow with it. */
export class ExportAudit {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
    private readonly stores: AuditStores,
    private readonly bodies: OpenAuditBody,
  ) {}

  /**
   * That it was exported is in the trail before the first row is handed out.
   * @throws DomainError `validation_error` naming from or to; `not_found`; `service_unavailable`, also while it is read.
   */
  async execute(actor: Actor, tenantId: TenantId, query: AuditSearch): Promise<AsyncIterable<ReadAuditRow>> {
    checkedPeriod(query.from, query.to);
    await readingIn(this.transactions, actor, tenantId, ({ audit }) =>
      audit.record(
        auditEvent(actor, this.ids, this.clock, { tenantId, action: 'audit.export', details: toldOfSearch(query) }),
      ),
    );
    return this.rows(tenantId, query);
  }

  private async *rows(tenantId: TenantId, query: AuditSearch): AsyncGenerator<ReadAuditRow, void, undefined> {
    for await (const row of this.stores.ofTenant(tenantId).export(queryOf(query))) {
      yield { row, body: await this.bodies.orUnreadable(row) };
    }
  }
}
