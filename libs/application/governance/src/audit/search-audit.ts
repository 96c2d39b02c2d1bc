import type { AuditQuery, FoundAuditRow, OpenAuditBody, OpenedAuditBody } from '@radiant/audit';
import type { AuditDetails, Clock, IdGenerator, Page, Slice, TenantId } from '@radiant/kernel';
import { auditEvent, type Actor } from '../actor.js';
import { created, moment } from '../audit-details.js';
import { readingIn } from '../in-tenant.js';
import type { AuditStores } from '../ports/audit-stores.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import { checkedPeriod } from '../validation.js';
import { homeForAllTenants } from './all-tenants.js';

/** Rows about a person are asked for as disclosures, where the person's identifier is needed. */
export type AuditSearch = Omit<AuditQuery, 'subject'>;

/** A row of the trail with what was sealed of it. */
export interface ReadAuditRow {
  readonly row: FoundAuditRow;
  readonly body: OpenedAuditBody;
}

/** Reads the trail, newest first; that it was read stands in it too. */
export class SearchAudit {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
    private readonly stores: AuditStores,
    private readonly bodies: OpenAuditBody,
  ) {}

  /**
   * @param tenantId undefined: all tenants, which is for super administrators and stands in the trail of their own.
   * @throws DomainError `validation_error` naming from or to; `not_found`; `forbidden`; `service_unavailable`.
   */
  async execute(
    actor: Actor,
    tenantId: TenantId | undefined,
    query: AuditSearch,
    slice: Slice,
  ): Promise<Page<ReadAuditRow>> {
    checkedPeriod(query.from, query.to);
    const { items, total } =
      tenantId === undefined ? await this.ofAll(actor, query, slice) : await this.ofOne(actor, tenantId, query, slice);
    return {
      items: await Promise.all(items.map(async (row) => ({ row, body: await this.bodies.orUnreadable(row) }))),
      total,
    };
  }

  private ofOne(actor: Actor, tenantId: TenantId, query: AuditSearch, slice: Slice): Promise<Page<FoundAuditRow>> {
    return readingIn(this.transactions, actor, tenantId, async ({ audit, auditLog }) => {
      const found = await auditLog.search(queryOf(query), slice);
      await audit.record(
        auditEvent(actor, this.ids, this.clock, { tenantId, action: 'audit.read', details: toldOfSearch(query) }),
      );
      return found;
    });
  }

  private async ofAll(actor: Actor, query: AuditSearch, slice: Slice): Promise<Page<FoundAuditRow>> {
    const tenantId = homeForAllTenants(actor);
    const details = { all_tenants: true, ...toldOfSearch(query) };
    await this.transactions.run(tenantId, ({ audit }) =>
      audit.record(auditEvent(actor, this.ids, this.clock, { tenantId, action: 'audit.read', details })),
    );
    return this.stores.acrossTenants().search(queryOf(query), slice);
  }
}

/** Field by field: whatever else an object carries asks for nothing. */
export const queryOf = (query: AuditSearch): AuditQuery => ({
  from: query.from,
  to: query.to,
  action: query.action,
  outcome: query.outcome,
  actorId: query.actorId,
  resourceType: query.resourceType,
  resourceId: query.resourceId,
  requestId: query.requestId,
  providerId: query.providerId,
});

/** The filters, as the trail tells of them. */
export const toldOfSearch = (query: AuditSearch): AuditDetails =>
  created({
    from: moment(query.from),
    to: moment(query.to),
    action: query.action,
    outcome: query.outcome,
    actor_id: query.actorId,
    resource_type: query.resourceType,
    resource_id: query.resourceId,
    request_id: query.requestId,
    provider_id: query.providerId,
  });
