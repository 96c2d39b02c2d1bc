import { purgeableBefore, subjectText, type AuditQuery, type AuditStore, type FoundAuditRow } from '@radiant/audit';
import type { Clock, IdGenerator, KeyedDigest, Page, Slice, TenantId } from '@radiant/kernel';
import { IDENTIFYING_CATEGORIES } from '@radiant/phi';
import { auditEvent, type Actor } from '../actor.js';
import { checkTenant } from '../in-tenant.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import { checkedChoice, invalid } from '../validation.js';

/** Keeps digests of subjects apart from those of other uses; who writes the trail uses the same. */
export const SUBJECT_PURPOSE = 'audit-subject';
const LONGEST_VALUE = 500;
const ALPHANUMERIC = /[\p{L}\p{N}]/u;

/** A person, by one identifier. */
export interface Subject {
  /** Of the identifier, e.g. `SSN`. */
  readonly category: string;
  readonly value: string;
}

/** Rows about a person, and what is not known. */
export interface FoundDisclosures extends Page<FoundAuditRow> {
  /** Calls of the time in which so many identifiers left that not all are kept: the person may be in one of them, too. */
  readonly crowdedCalls: number;
}

/**
 * The accounting of disclosures of one person: every call and every restoring in six years in which something of the
 * person left in the clear (45 CFR 164.528). The identifier itself is kept nowhere.
 */
export class Disclosures {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
    private readonly digests: KeyedDigest,
  ) {}

  /**
   * @returns rows, oldest first.
   * @throws DomainError `validation_error` naming category or value; `not_found`, also when the tenant's key was destroyed
   * and nobody can be found any more; `service_unavailable`.
   */
  async execute(actor: Actor, tenantId: TenantId, subject: Subject, slice: Slice): Promise<FoundDisclosures> {
    const text = checkedSubject(subject);
    await checkTenant(this.transactions, actor, tenantId);
    const [digest = ''] = await this.digests.digest(tenantId, SUBJECT_PURPOSE, [text]);
    return this.transactions.run(tenantId, async ({ auditLog, audit }) => {
      const now = this.clock.now();
      const from = purgeableBefore('disclosure', now);
      const found = await disclosing(auditLog, { subject: digest, from }, slice);
      const crowded = await auditLog.search({ crowded: true, from }, { limit: 1, offset: 0 });
      await audit.record(
        auditEvent(actor, this.ids, this.clock, {
          tenantId,
          action: 'disclosure.read',
          details: { category: subject.category, found: found.total },
        }),
      );
      return { ...found, crowdedCalls: crowded.total };
    });
  }
}

function checkedSubject({ category, value }: Subject): string {
  checkedChoice('category', category, IDENTIFYING_CATEGORIES);
  if (value.length > LONGEST_VALUE || !ALPHANUMERIC.test(value)) {
    throw invalid('value', `an identifier of ${LONGEST_VALUE} characters at most`);
  }
  return subjectText(category, value);
}

/** Rows in which placeholders alone left are no disclosures, and the store does not tell them apart. */
async function disclosing(
  store: AuditStore,
  query: AuditQuery,
  { limit, offset }: Slice,
): Promise<Page<FoundAuditRow>> {
  const items: FoundAuditRow[] = [];
  let total = 0;
  for await (const row of store.export(query)) {
    if (row.content?.phiDisclosed !== true) continue;
    if (total >= offset && items.length < limit) items.push(row);
    total += 1;
  }
  return { items, total };
}
