import type { Branded, Instant, TenantId } from '@radiant/kernel';

export type BreakGlassId = Branded<'BreakGlassId'>;

/** Access out of the ordinary, for a stated reason and one hour at most. */
export interface BreakGlassGrant {
  readonly id: BreakGlassId;
  readonly tenantId: TenantId;
  /** The person's user id. */
  readonly requestedBy: string;
  /** In the person's own words; stored sealed. */
  readonly reason: string;
  readonly status: 'pending' | 'active' | 'denied' | 'ended';
  readonly createdAt: Instant;
  readonly startsAt: Instant | undefined;
  readonly expiresAt: Instant | undefined;
  readonly decidedBy: string | undefined;
  readonly decidedAt: Instant | undefined;
  readonly reviewedBy: string | undefined;
  readonly reviewedAt: Instant | undefined;
  readonly review: 'justified' | 'not_justified' | undefined;
}
