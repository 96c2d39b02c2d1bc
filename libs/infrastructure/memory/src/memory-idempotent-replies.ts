import { IdempotentReplies, type IdempotencyClaim, type KeptReply, type KeyStanding } from '@radiant/inference';
import { DomainError, type Instant, type RequestId, type TenantId } from '@radiant/kernel';

/** What became of the money of a call. */
export type Money = 'held' | 'billed' | 'released';

interface TakenKey {
  readonly claim: IdempotencyClaim;
  readonly claimedUntil: Instant;
  readonly reply: KeptReply | undefined;
}

const MONTH_MS = 30 * 86_400_000;

export class MemoryIdempotentReplies extends IdempotentReplies {
  private readonly keys = new Map<string, TakenKey>();

  /** @param moneyOf a call that has taken a key. */
  constructor(private readonly moneyOf: (tenantId: TenantId, requestId: RequestId) => Money) {
    super();
  }

  /** @throws DomainError `conflict` when another call has the key. */
  take(claim: IdempotencyClaim): void {
    const key = keyOf(claim.tenantId, claim.keyDigest);
    const taken = this.keys.get(key);
    if (taken && taken.claim.requestId !== claim.requestId) throw new DomainError('conflict', 'the key is taken');
    if (!taken) this.keys.set(key, { claim, claimedUntil: claim.claimedUntil, reply: undefined });
  }

  async find(tenantId: TenantId, keyDigest: string, moment: Instant): Promise<KeyStanding | undefined> {
    const taken = this.keys.get(keyOf(tenantId, keyDigest));
    if (!taken) return undefined;
    const { claim, claimedUntil, reply } = taken;
    const { fingerprint, requestId } = claim;
    const money = this.moneyOf(tenantId, requestId);
    if (reply && moment < claim.keepUntil) {
      return { state: 'kept', fingerprint, requestId, reply: structuredClone(reply) };
    }
    if (!reply && money === 'released') {
      this.keys.delete(keyOf(tenantId, keyDigest));
      return undefined;
    }
    const running = money === 'held' || (moment < claimedUntil && moment < claim.keepUntil);
    return { state: running ? 'running' : 'over', fingerprint };
  }

  async keep({ tenantId, keyDigest, requestId }: IdempotencyClaim, reply: KeptReply): Promise<void> {
    this.change(tenantId, keyDigest, requestId, (taken) => ({ ...taken, reply: structuredClone(reply) }));
  }

  async giveUp({ tenantId, keyDigest, requestId }: IdempotencyClaim, moment: Instant): Promise<void> {
    this.change(tenantId, keyDigest, requestId, (taken) => ({ ...taken, claimedUntil: moment }));
  }

  async forget(moment: Instant, most: number): Promise<number> {
    const due = [...this.keys].filter(([, { claim, reply }]) => reply && claim.keepUntil <= moment).slice(0, most);
    for (const [key, taken] of due) this.keys.set(key, { ...taken, reply: undefined });
    for (const [key, { claim, reply }] of this.keys) {
      if (!reply && claim.keepUntil <= moment - MONTH_MS) this.keys.delete(key);
    }
    return due.length;
  }

  private change(
    tenantId: TenantId,
    keyDigest: string,
    requestId: RequestId,
    changed: (taken: TakenKey) => TakenKey,
  ): void {
    const key = keyOf(tenantId, keyDigest);
    const taken = this.keys.get(key);
    if (taken?.claim.requestId === requestId && !taken.reply) this.keys.set(key, changed(taken));
  }
}

const keyOf = (tenantId: TenantId, keyDigest: string): string => `${tenantId}#${keyDigest}`;
