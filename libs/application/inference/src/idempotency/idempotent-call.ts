import type { Reservation } from '@radiant/billing';
import type { Instant, TenantId } from '@radiant/kernel';
import type { IdempotencyClaim } from '../ports/idempotent-replies.js';

const HOUR_MS = 3_600_000;
const MOST_HOURS = 24;

/** A call under a key of its caller's, and what has become of it. */
export class IdempotentCall {
  private taken: IdempotencyClaim | undefined;
  private billed = false;

  constructor(
    private readonly tenantId: TenantId,
    private readonly keyDigest: string,
    private readonly fingerprint: string,
  ) {}

  /**
   * The claim on the key, to be made with the reservation.
   * @param mappingHours how long the policy keeps originals: the reply may hold some and is kept no longer.
   * @param originalsUntil when those of the call itself are forgotten, which in a session may be sooner.
   */
  claim(reservation: Reservation, mappingHours: number, originalsUntil: Instant | undefined): IdempotencyClaim {
    const { requestId, sessionId, reservedAt, expiresAt } = reservation;
    return {
      tenantId: this.tenantId,
      requestId,
      keyDigest: this.keyDigest,
      fingerprint: this.fingerprint,
      sessionId,
      claimedAt: reservedAt,
      claimedUntil: expiresAt,
      keepUntil: Math.min(reservedAt + Math.min(MOST_HOURS, mappingHours) * HOUR_MS, originalsUntil ?? Infinity),
    };
  }

  /** Told once the key is the call's. */
  claimed(claim: IdempotencyClaim): void {
    this.taken = claim;
  }

  /** Told once the call's money is settled. @param billed whether anything was. */
  settled(billed: boolean): void {
    this.billed = billed;
  }

  /** The claim of a call that left; undefined for one that was refused before, whose key is free. */
  get standing(): IdempotencyClaim | undefined {
    return this.taken;
  }

  /** Whether its reply, or its failure, is to be repeated: it was paid for. */
  get isBilled(): boolean {
    return this.billed;
  }
}
