import { auditActor, lastingKey, type Principal } from '@radiant/identity';
import {
  DomainError,
  type AuditTrail,
  type Clock,
  type IdGenerator,
  type KeyedDigest,
  type RequestId,
} from '@radiant/kernel';
import type { IdempotentReplies, KeyStanding } from '../ports/idempotent-replies.js';
import { IdempotentCall } from './idempotent-call.js';

/** What a caller asks under a key. */
export interface KeyedRequest {
  readonly principal: Principal;
  /** Of the request that carries the key, not of the one that it may repeat. */
  readonly requestId: RequestId;
  readonly origin: { readonly ip?: string; readonly userAgent?: string };
  /** As the caller chose it. */
  readonly key: string;
  /** All that decides about the answer: the route, the body and what controls the call, each as text. */
  readonly asked: readonly string[];
}

type Kept = Extract<KeyStanding, { state: 'kept' }>;

const MOST_CHARACTERS = 255;
const PURPOSE_KEY = 'idempotency-key';
const PURPOSE_REQUEST = 'idempotency-request';

/** Whether a request under a key is to be called, or was called before. */
export class BeginIdempotentCall {
  constructor(
    private readonly replies: IdempotentReplies,
    private readonly digests: KeyedDigest,
    private readonly clock: Clock,
    private readonly trail: AuditTrail,
    private readonly ids: IdGenerator,
  ) {}

  /**
   * @returns the call to make, or the reply that was given before, once it is written down who is shown it again.
   * @throws DomainError `validation_error` for a key that is none; `conflict` while a call has it;
   *   `idempotency_key_reused`; `idempotency_reply_expired`; `service_unavailable`.
   */
  async execute(request: KeyedRequest): Promise<IdempotentCall | Kept> {
    const { principal, key, asked } = request;
    if (!/^[\x21-\x7e]+$/.test(key) || key.length > MOST_CHARACTERS) {
      throw new DomainError(
        'validation_error',
        `Idempotency-Key must be 1 to ${MOST_CHARACTERS} visible ASCII characters, e.g. a UUID`,
        { field: 'Idempotency-Key' },
      );
    }
    const { tenantId, appId, userId } = principal;
    const owned = JSON.stringify(
      userId === undefined ? [appId, null, lastingKey(principal), key] : [appId, userId, key],
    );
    const [[keyDigest = ''], [fingerprint = '']] = await Promise.all([
      this.digests.digest(tenantId, PURPOSE_KEY, [owned]),
      this.digests.digest(tenantId, PURPOSE_REQUEST, [JSON.stringify(asked)]),
    ]);
    const found = await this.replies.find(tenantId, keyDigest, this.clock.now());
    if (!found) return new IdempotentCall(tenantId, keyDigest, fingerprint);
    if (found.fingerprint !== fingerprint) {
      throw new DomainError('idempotency_key_reused', 'this Idempotency-Key belongs to another request', {
        field: 'Idempotency-Key',
      });
    }
    switch (found.state) {
      case 'running':
        throw keyInUse();
      case 'over':
        throw new DomainError(
          'idempotency_reply_expired',
          'the call of this Idempotency-Key was billed and its reply is not kept',
          { field: 'Idempotency-Key' },
        );
      case 'kept':
        await this.repeated(request, found);
        return found;
    }
  }

  /** A reply may hold originals: whoever is shown it again stands in the trail as whoever was shown it first. */
  private repeated({ principal, requestId, origin }: KeyedRequest, kept: Kept): Promise<void> {
    return this.trail.record({
      id: this.ids.uuid(),
      tenantId: principal.tenantId,
      occurredAt: this.clock.now(),
      action: 'inference.reuse',
      outcome: 'success',
      actor: auditActor(principal),
      resource: { type: 'request', id: kept.requestId },
      requestId,
      origin,
      details: { repeated: true },
    });
  }
}

/** The answer to a duplicate of a call that is under way. */
export const keyInUse = (): DomainError =>
  new DomainError('conflict', 'a call with this Idempotency-Key is under way', {
    field: 'Idempotency-Key',
    retryAfterSeconds: 1,
  });
