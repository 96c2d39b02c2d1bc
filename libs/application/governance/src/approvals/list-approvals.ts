import type { Clock, IdGenerator, Page, Slice, TenantId } from '@radiant/kernel';
import type { Actor } from '../actor.js';
import { listing } from '../listing.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import { APPROVAL_KINDS, type Approval, type ApprovalKind } from './approval.js';
import { APPROVAL_SOURCES } from './approval-sources.js';

/** Everything in a tenant that waits for somebody's decision, what lapses first at the top. */
export class ListApprovals {
  constructor(
    readonly transactions: GovernanceTransactions,
    readonly ids: IdGenerator,
    readonly clock: Clock,
  ) {}

  /** @param kind this one alone. @throws DomainError `not_found`, `service_unavailable`. */
  async execute(actor: Actor, tenantId: TenantId, slice: Slice, kind?: ApprovalKind): Promise<Page<Approval>> {
    const now = this.clock.now();
    const kinds = APPROVAL_KINDS.filter((each) => kind === undefined || each === kind);
    const waiting = await listing(this, actor, tenantId, 'approvals', async (transaction) => {
      const found: Approval[] = [];
      for (const each of kinds) {
        for (const { id, requestedBy, reason, createdAt, lapsesAt } of await APPROVAL_SOURCES[each](transaction, now)) {
          found.push({ kind: each, id, requestedBy, reason, createdAt, lapsesAt });
        }
      }
      return found;
    });
    const ordered = waiting.sort(
      (a, b) => urgency(a) - urgency(b) || a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1),
    );
    return { items: ordered.slice(slice.offset, slice.offset + slice.limit), total: ordered.length };
  }
}

const urgency = ({ lapsesAt }: Approval): number => lapsesAt ?? Number.MAX_SAFE_INTEGER;
