import type { Clock, IdGenerator, MappingId, TenantId } from '@radiant/kernel';
import {
  reidentificationId,
  type PhiMapping,
  type ReidentificationId,
  type ReidentificationOfText,
} from '@radiant/phi';
import { auditEvent, nameOf, type Actor } from '../actor.js';
import { created } from '../audit-details.js';
import { activeBreakGlass } from '../break-glass/active-break-glass.js';
import { checkTenant, inTenant } from '../in-tenant.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import { checkedReason, invalid } from '../validation.js';
import { REIDENTIFICATION_MS, toldOfReidentification, unknownMapping } from './reidentification-rules.js';
import type { OpenedText, Reidentifier } from './reidentifier.js';

export interface NewReidentification {
  readonly mappingId: MappingId;
  /** With placeholders of the mapping. */
  readonly text: string;
  readonly reason: string;
}

/** The originals at once, or a request that somebody else decides on. */
export type ReidentificationOutcome =
  | { readonly kind: 'opened'; readonly opened: OpenedText }
  | { readonly kind: 'pending'; readonly id: ReidentificationId };

/**
 * Puts originals back into a text: at once where the policy asks for no approval or the person has access out of the
 * ordinary, otherwise once a second person has approved it.
 */
export class RequestReidentification {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
    private readonly reidentifier: Reidentifier,
  ) {}

  /**
   * @throws DomainError `validation_error` naming text or reason; `phi_policy_blocked` when the policy lets nobody see
   * originals; `not_found`, alike for a mapping that is unknown, another tenant's or app's, or expired;
   * `service_unavailable`.
   */
  async execute(actor: Actor, tenantId: TenantId, asked: NewReidentification): Promise<ReidentificationOutcome> {
    const reason = checkedReason('reason', asked.reason, 1);
    if (asked.text.length === 0) throw invalid('text', 'a text with placeholders');
    await checkTenant(this.transactions, actor, tenantId);
    const { reidentification } = await this.reidentifier.policy(tenantId);
    const mapping = await this.reidentifier.mapping(actor, tenantId, asked.mappingId);
    if (!mapping) throw unknownMapping();
    const breakGlass = reidentification.requiresApproval && (await this.hasBrokenGlass(actor, tenantId));
    if (reidentification.requiresApproval && !breakGlass) {
      return {
        kind: 'pending',
        id: await this.ask(actor, { ...this.request(actor, tenantId, mapping, asked), reason }),
      };
    }
    const opened = await this.reidentifier.open(actor, tenantId, { mapping, text: asked.text, breakGlass });
    return { kind: 'opened', opened };
  }

  /** Access out of the ordinary is a person's; a key has none, not even one that speaks for the person. */
  private async hasBrokenGlass({ principal }: Actor, tenantId: TenantId): Promise<boolean> {
    const { userId, apiKeyId } = principal;
    if (userId === undefined || apiKeyId !== undefined) return false;
    const grant = await this.transactions.run(tenantId, (transaction) =>
      activeBreakGlass(transaction, userId, this.clock.now()),
    );
    return grant !== undefined;
  }

  private async ask(actor: Actor, request: ReidentificationOfText): Promise<ReidentificationId> {
    const { id, tenantId } = request;
    return inTenant(this.transactions, actor, tenantId, async ({ reidentifications, audit }) => {
      await reidentifications.add(request);
      await audit.record(
        auditEvent(actor, this.ids, this.clock, {
          tenantId,
          action: 'phi.reidentify.request',
          resource: { type: 'reidentification', id },
          details: created(toldOfReidentification(request)),
        }),
      );
      return id;
    });
  }

  private request(
    actor: Actor,
    tenantId: TenantId,
    mapping: PhiMapping,
    { text, reason }: NewReidentification,
  ): ReidentificationOfText {
    const now = this.clock.now();
    return {
      id: reidentificationId(this.ids.uuid()),
      tenantId,
      mappingId: mapping.id,
      appId: actor.principal.appId,
      requestedBy: nameOf(actor),
      requestedWith: actor.principal.apiKeyId,
      reason,
      text,
      status: 'pending',
      createdAt: now,
      expiresAt: Math.min(mapping.expiresAt, now + REIDENTIFICATION_MS),
      decidedBy: undefined,
      decidedAt: undefined,
      decisionReason: undefined,
    };
  }
}
