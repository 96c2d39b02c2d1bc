import { DomainError, type Clock, type IdGenerator, type Instant } from '@radiant/kernel';
import {
  priceAt,
  type Model,
  type ModelPrice,
  type ModelStore,
  type PriceImport,
  type PriceImportId,
  type PriceProposal,
} from '@radiant/registry';
import { auditEvent, personOf, type Actor } from '../actor.js';
import { changed, created } from '../audit-details.js';
import { unknown } from '../in-tenant.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import { checkedChoice, invalid } from '../validation.js';
import { toldOfPrice, withQuotedDefaults } from './checked-price.js';
import { toldOfPriceImport } from './price-import-rules.js';

const DECISIONS = ['approve', 'reject'] as const;

export interface PriceImportVerdict {
  readonly decision: string;
  /** Ids of the models whose price is taken over; undefined: of all that are new or changed. */
  readonly models?: readonly string[];
  /** Now unless it says otherwise, and never in the past. */
  readonly effectiveFrom?: Instant;
}

/**
 * Approves a price file's proposals, all or some, or rejects them. What is approved becomes new versions. Nobody approves
 * what he proposed himself, whatever his role; anybody may reject.
 */
export class DecidePriceImport {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
  ) {}

  /**
   * All or nothing. @throws DomainError `validation_error` naming decision, models or effective_from; `not_found`;
   * `forbidden` for who proposed it and would approve it; `conflict` when it is decided already, or a model's prices
   * have changed since the file was compared with them; `service_unavailable`.
   */
  async execute(actor: Actor, id: PriceImportId, asked: PriceImportVerdict): Promise<PriceImport> {
    const approves = checkedChoice('decision', asked.decision, DECISIONS) === 'approve';
    const now = Math.trunc(this.clock.now());
    const effectiveFrom = asked.effectiveFrom ?? now;
    if (!Number.isSafeInteger(effectiveFrom) || effectiveFrom < now) {
      throw invalid('effective_from', 'now or in the future');
    }
    const decidedBy = personOf(actor);
    const tenantId = actor.principal.homeTenantId;
    return this.transactions.run(tenantId, async ({ priceImports, models, audit }) => {
      const before = await priceImports.find(id);
      if (!before) throw unknown('price import');
      if (approves && before.createdBy === decidedBy) {
        throw new DomainError('forbidden', 'approving this is for somebody else than who proposed it');
      }
      const picked = approves ? pickedFrom(before, asked.models) : undefined;
      const decision = {
        status: approves ? 'approved' : 'rejected',
        decidedAt: now,
        decidedBy,
        taken: picked?.map(({ modelId }) => modelId),
      } as const;
      if (!(await priceImports.decide(id, decision))) {
        throw new DomainError('conflict', 'the price import is decided already');
      }
      for (const proposal of picked ?? []) {
        const price = await takeOver(models, proposal, effectiveFrom, now);
        await audit.record(
          auditEvent(actor, this.ids, this.clock, {
            tenantId,
            action: 'price.update',
            resource: { type: 'model', id: proposal.modelId },
            details: { ...created(toldOfPrice(price)), price_import: id },
          }),
        );
      }
      const after: PriceImport = { ...before, ...decision };
      await audit.record(
        auditEvent(actor, this.ids, this.clock, {
          tenantId,
          action: 'price_import.decide',
          resource: { type: 'price_import', id },
          details: changed(toldOfPriceImport(before), toldOfPriceImport(after)),
        }),
      );
      return after;
    });
  }
}

function pickedFrom({ proposals }: PriceImport, wanted: readonly string[] | undefined): readonly PriceProposal[] {
  const possible = proposals.filter(({ change }) => change === 'new' || change === 'changed');
  if (wanted === undefined) return possible;
  const picked = possible.filter(({ modelId }) => wanted.includes(modelId));
  if (picked.length === 0 || picked.length < new Set(wanted).size) {
    throw invalid('models', 'ids of models whose price is new or changed in this import');
  }
  return picked;
}

/** The next version of the model's prices: the file's rates, the markup that it has at that moment. */
async function takeOver(
  models: ModelStore,
  proposal: PriceProposal,
  effectiveFrom: Instant,
  now: Instant,
): Promise<ModelPrice> {
  const model = await models.find(proposal.modelId);
  const newest = model?.prices.at(-1);
  if (!model || newest?.version !== proposal.comparedWith) {
    throw new DomainError('conflict', `the prices of ${proposal.modelId} have changed since; import the file again`, {
      model: proposal.modelId,
    });
  }
  const price: ModelPrice = {
    version: (newest?.version ?? 0) + 1,
    effectiveFrom,
    effectiveTo: undefined,
    rates: withQuotedDefaults(proposal.rates),
    tiers: proposal.tiers,
    markupBasisPoints: (priceAt(model, effectiveFrom) ?? newest)?.markupBasisPoints ?? 0,
  };
  const after: Model = {
    ...model,
    prices: [...model.prices, price],
    revision: model.revision + 1,
    updatedAt: now,
  };
  await models.addPrice(model.id, price);
  await models.save(after);
  return price;
}
