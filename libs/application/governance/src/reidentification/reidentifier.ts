import { subjectText } from '@radiant/audit';
import {
  DomainError,
  type AuditedPhi,
  type Clock,
  type IdGenerator,
  type KeyedDigest,
  type MappingId,
  type TenantId,
} from '@radiant/kernel';
import {
  reidentifyText,
  type CachedPhiPolicies,
  type PhiMapping,
  type PhiPolicy,
  type PhiVault,
  type ReidentificationId,
  type ReidentifiedText,
} from '@radiant/phi';
import { auditEvent, type Actor } from '../actor.js';
import { SUBJECT_PURPOSE } from '../audit/disclosures.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import { reaches } from './reidentification-rules.js';

/** A text to be opened, and by what right. */
export interface TextToOpen {
  readonly mapping: PhiMapping;
  readonly text: string;
  /** Whether access out of the ordinary stands in for an approval. */
  readonly breakGlass: boolean;
  /** The request that was approved. */
  readonly request?: ReidentificationId;
}

/** A text with its originals, for the one who may read it. */
export type OpenedText = Pick<ReidentifiedText, 'text' | 'restored'>;

/** Puts originals back where policy lets them, once it is written down who learns what of whom. */
export class Reidentifier {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
    private readonly policies: CachedPhiPolicies,
    private readonly vault: PhiVault,
    private readonly digests: KeyedDigest,
  ) {}

  /** The tenant's policy. @throws DomainError `phi_policy_blocked` when it lets nobody see originals, whoever approves. */
  async policy(tenantId: TenantId): Promise<PhiPolicy> {
    const policy = await this.policies.forTenant(tenantId);
    if (policy.reidentification.allowed) return policy;
    throw new DomainError('phi_policy_blocked', "the tenant's PHI policy does not allow re-identification");
  }

  /**
   * @returns undefined alike for what is unknown, another tenant's, expired, sealed under a key that is gone, or made in an
   * app that the actor's credential is not good for; administrators reach every app's.
   */
  async mapping(actor: Actor, tenantId: TenantId, id: MappingId): Promise<PhiMapping | undefined> {
    const mapping = await this.vault.read(tenantId, id).catch((error: unknown) => {
      if (error instanceof DomainError && error.code === 'not_found') return undefined;
      throw error;
    });
    return mapping && mapping.entries.length > 0 && reaches(actor, mapping.app) ? mapping : undefined;
  }

  /** @throws DomainError `service_unavailable`: what can't be written down is not shown. */
  async open(actor: Actor, tenantId: TenantId, opening: TextToOpen): Promise<OpenedText> {
    const { mapping, breakGlass, request } = opening;
    const opened = reidentifyText(opening.text, mapping.entries);
    const phi = await this.audited(tenantId, opened);
    await this.transactions.run(tenantId, ({ audit }) =>
      audit.record({
        ...auditEvent(actor, this.ids, this.clock, {
          tenantId,
          action: 'phi.reidentify',
          resource: { type: 'phi_mapping', id: mapping.id },
          details: { breakGlass, restored: opened.restored, request: request ?? null },
        }),
        phi,
      }),
    );
    return { text: opened.text, restored: opened.restored };
  }

  private async audited(tenantId: TenantId, { counts, restored, subjects }: ReidentifiedText): Promise<AuditedPhi> {
    const texts = subjects.map(({ category, original }) => subjectText(category, original));
    return {
      categories: Object.fromEntries(counts),
      disclosed: restored > 0,
      subjects: texts.length === 0 ? [] : await this.digests.digest(tenantId, SUBJECT_PURPOSE, texts),
    };
  }
}
