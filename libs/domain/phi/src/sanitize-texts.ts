import type { MappingId, SessionId, TenantId } from '@radiant/kernel';
import type { CachedPhiPolicies } from './policy/cached-phi-policies.js';
import type { PhiCategory } from './category.js';
import { tighten } from './policy/policy-lattice.js';
import type { Replacement } from './hiding/hide-slots.js';
import type { CallingApp, PhiShield } from './hiding/shield.js';

export interface TextsToSanitize {
  /** Read as one document: a name learnt in one is hidden in all. */
  readonly texts: readonly string[];
  /** Continues the conversation: what it hid before keeps its placeholders. */
  readonly sessionId?: SessionId;
  /** Undefined: what is hidden is kept as no app's. */
  readonly app?: CallingApp;
  /** Hidden besides what the tenant's policy names. */
  readonly categories: readonly PhiCategory[];
}

export interface SanitizedTexts {
  /** In the order of what was given, with placeholders. */
  readonly texts: readonly string[];
  /** Undefined when nothing was hidden. */
  readonly mappingId: MappingId | undefined;
  /** Of each text, in order; never an original. */
  readonly replacements: readonly (readonly Replacement[])[];
  /** How many stretches were replaced, by category. */
  readonly counts: ReadonlyMap<PhiCategory, number>;
}

/** Replaces the PHI of texts by placeholders, by the tenant's policy as if protection was asked for. */
export class SanitizeTexts {
  constructor(
    private readonly shield: PhiShield,
    private readonly policies: CachedPhiPolicies,
  ) {}

  /**
   * What the placeholders stand for is stored when this resolves.
   * @param withoutSecondOpinion told when the rules had to do alone, which the policy must allow.
   * @throws DomainError `not_found`; `payload_too_large` for more identifiers than one mapping can keep;
   * `service_unavailable`, and then nothing was sanitized.
   */
  async execute(
    tenantId: TenantId,
    { texts, sessionId, app, categories }: TextsToSanitize,
    withoutSecondOpinion?: () => void,
  ): Promise<SanitizedTexts> {
    const policy = tighten(await this.policies.forTenant(tenantId), { enablePhi: true, categories });
    // what was sanitized before stays as it is
    const slots = texts.map((text) => ({ text, escaping: 'none' as const, issued: true, echoed: false }));
    const shielded = await this.shield.hide({
      tenantId,
      app,
      policy,
      sessionId,
      slots,
      records: true,
      withoutSecondOpinion,
    });
    await shielded.stored;
    return {
      texts: shielded.texts,
      mappingId: shielded.counts.size > 0 ? shielded.mappingId : undefined,
      replacements: shielded.replacements ?? [],
      counts: shielded.counts,
    };
  }
}
