import { Money, type Clock, type IdGenerator, type Instant, type ModelId } from '@radiant/kernel';
import type { Model, ModelPrice } from '@radiant/registry';
import { auditEvent, type Actor } from '../actor.js';
import { created, moment } from '../audit-details.js';
import { unknown } from '../in-tenant.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import { checkedInteger, invalid } from '../validation.js';
import { checkRevision, type ExpectedRevisions } from './revision.js';

/** Decimal USD per million tokens: with six digits after the point it is whole pico-USD per token. */
const AMOUNT = /^(?:0|[1-9][0-9]{0,6})(?:\.[0-9]{1,6})?$/;
const TOKENS_OF_A_PRICE = 1_000_000n;
const MOST_MARKUP = 1_000_000;

export interface NewPrice {
  /** USD per million tokens, decimal strings. */
  readonly inputTokens: string;
  readonly outputTokens: string;
  /** As `inputTokens` unless it says otherwise. */
  readonly cachedInputTokens?: string;
  /** As `outputTokens` unless it says otherwise. */
  readonly reasoningTokens?: string;
  /** 4000 is 40 %. As in the version before, or none. */
  readonly markupBasisPoints?: number;
  /** Now unless it says otherwise, and never in the past: what was billed stays explained. */
  readonly effectiveFrom?: Instant;
}

/** Adds a version to the price book of a model. It stands in the trail of the actor's own tenant. */
export class AddPrice {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
  ) {}

  /**
   * @returns the model with all of its prices. @throws DomainError `validation_error` naming the field; `not_found`;
   * `precondition_failed`; `conflict` when another version begins at that moment; `service_unavailable`.
   */
  async execute(actor: Actor, id: ModelId, asked: NewPrice, expected?: ExpectedRevisions): Promise<Model> {
    const tenantId = actor.principal.homeTenantId;
    return this.transactions.run(tenantId, async ({ models, audit }) => {
      const before = await models.find(id);
      if (!before) throw unknown('model');
      checkRevision(before.revision, expected);
      const now = Math.trunc(this.clock.now());
      const price = priceOf(asked, before.prices.at(-1), now);
      const after: Model = {
        ...before,
        prices: [...before.prices, price],
        revision: before.revision + 1,
        updatedAt: now,
      };
      await models.addPrice(id, price);
      await models.save(after);
      await audit.record(
        auditEvent(actor, this.ids, this.clock, {
          tenantId,
          action: 'price.update',
          resource: { type: 'model', id },
          details: created({
            version: price.version,
            effective_from: moment(price.effectiveFrom),
            input_tokens: asked.inputTokens,
            cached_input_tokens: asked.cachedInputTokens,
            output_tokens: asked.outputTokens,
            reasoning_tokens: asked.reasoningTokens,
            markup_basis_points: price.markupBasisPoints,
          }),
        }),
      );
      return after;
    });
  }
}

function priceOf(asked: NewPrice, newest: ModelPrice | undefined, now: Instant): ModelPrice {
  const inputPicos = checkedAmount('input_tokens', asked.inputTokens);
  const outputPicos = checkedAmount('output_tokens', asked.outputTokens);
  if (inputPicos === 0n && outputPicos === 0n) throw invalid('input_tokens', 'above 0 where output_tokens is 0');
  const effectiveFrom = asked.effectiveFrom ?? now;
  if (!Number.isSafeInteger(effectiveFrom) || effectiveFrom < now)
    throw invalid('effective_from', 'now or in the future');
  return {
    version: (newest?.version ?? 0) + 1,
    effectiveFrom,
    inputPicos,
    cachedInputPicos:
      asked.cachedInputTokens === undefined
        ? inputPicos
        : checkedAmount('cached_input_tokens', asked.cachedInputTokens),
    outputPicos,
    reasoningPicos:
      asked.reasoningTokens === undefined ? outputPicos : checkedAmount('reasoning_tokens', asked.reasoningTokens),
    markupBasisPoints: checkedInteger(
      'markup_basis_points',
      asked.markupBasisPoints ?? newest?.markupBasisPoints ?? 0,
      0,
      MOST_MARKUP,
    ),
  };
}

function checkedAmount(field: string, value: string): bigint {
  if (!AMOUNT.test(value))
    throw invalid(field, 'USD per million tokens as a decimal with up to six digits after the point');
  return Money.parse(value).picos / TOKENS_OF_A_PRICE;
}
