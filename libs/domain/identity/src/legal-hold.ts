import type { Branded, Instant, TenantId } from '@radiant/kernel';

export type LegalHoldId = Branded<'LegalHoldId'>;

/** While one stands nothing of the tenant is purged. */
export interface LegalHold {
  readonly id: LegalHoldId;
  readonly tenantId: TenantId;
  /** In the person's own words; stored sealed. */
  readonly reason: string;
  /** The administrator's id. */
  readonly placedBy: string;
  /** Whether that was a super administrator: then only one releases it. */
  readonly byPlatform: boolean;
  readonly placedAt: Instant;
  readonly releasedBy: string | undefined;
  readonly releasedAt: Instant | undefined;
}
