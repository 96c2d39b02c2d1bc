import { latestOf, type TenantMarkup } from '@radiant/billing';
import { modelId, type Clock, type IdGenerator, type Instant, type TenantId } from '@radiant/kernel';
import { auditEvent, nameOf, type Actor } from '../actor.js';
import { changed, moment } from '../audit-details.js';
import { inTenant } from '../in-tenant.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import { checkRevision, type ExpectedRevisions } from '../registry/revision.js';
import { checkedId, checkedInteger, invalid } from '../validation.js';

/** A hundred times the cost. */
const MOST_BASIS_POINTS = 1_000_000;

export interface AskedMarkup {
  /** Undefined: every model that has none of its own. */
  readonly modelId?: string;
  /** 4000 is 40 %; null ends what was set. */
  readonly basisPoints: number | null;
  /** Now unless it says otherwise, and never in the past: what was billed stays explained. */
  readonly effectiveFrom?: Instant;
}

/**
 * Sets what a tenant's bill adds to the cost of a model, or of all: a new version, which every replica obeys in five
 * seconds.
 */
export class SetMarkup {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
  ) {}

  /**
   * Asking again for what is in force changes nothing.
   * @param expected the newest version that the caller has read; 0 where there is none.
   * @returns all of them. @throws DomainError `validation_error` naming the field; `not_found`; `precondition_failed`;
   * `service_unavailable`.
   */
  async execute(
    actor: Actor,
    tenantId: TenantId,
    asked: AskedMarkup,
    expected?: ExpectedRevisions,
  ): Promise<readonly TenantMarkup[]> {
    return inTenant(this.transactions, actor, tenantId, async ({ markups, models, audit }) => {
      const before = await markups.list();
      const version = before.at(-1)?.version ?? 0;
      checkRevision(version, expected);
      const markup = this.checked(asked, version + 1, nameOf(actor));
      if (markup.modelId !== undefined && !(await models.find(markup.modelId))) {
        throw invalid('model_id', 'the id of a model');
      }
      const earlier = latestOf(before, markup.modelId, markup.effectiveFrom);
      const later = before.some((one) => one.modelId === markup.modelId && one.effectiveFrom > markup.effectiveFrom);
      if (!later && earlier?.basisPoints === markup.basisPoints) return before;
      await markups.add(markup);
      await audit.record(
        auditEvent(actor, this.ids, this.clock, {
          tenantId,
          action: 'markup.change',
          resource: { type: 'markup', id: markup.modelId ?? 'all' },
          details: changed(told(earlier), told(markup)),
        }),
      );
      return [...before, markup];
    });
  }

  private checked(
    { modelId: model, basisPoints, effectiveFrom }: AskedMarkup,
    version: number,
    createdBy: string,
  ): TenantMarkup {
    const now = Math.trunc(this.clock.now());
    const from = effectiveFrom ?? now;
    if (!Number.isSafeInteger(from) || from < now) throw invalid('effective_from', 'now or in the future');
    return {
      version,
      modelId: model === undefined ? undefined : checkedId('model_id', model, modelId),
      basisPoints: basisPoints === null ? undefined : checkedInteger('basis_points', basisPoints, 0, MOST_BASIS_POINTS),
      effectiveFrom: from,
      createdAt: now,
      createdBy,
    };
  }
}

const told = (markup: TenantMarkup | undefined) => ({
  version: markup?.version,
  basis_points: markup?.basisPoints,
  effective_from: moment(markup?.effectiveFrom),
});
