import type { Instant, RequestId, SessionId, TenantId } from '@radiant/kernel';

/** A key that a call takes when it leaves. */
export interface IdempotencyClaim {
  readonly tenantId: TenantId;
  readonly requestId: RequestId;
  /** HMAC under the tenant's key of the key, its owner and the app, in hex. */
  readonly keyDigest: string;
  /** HMAC under the tenant's key of what was asked, in hex. */
  readonly fingerprint: string;
  /** Where the call belongs to a session, its reply is sealed under the session's key. */
  readonly sessionId: SessionId | undefined;
  readonly claimedAt: Instant;
  /** When the call's reservation expires: later than that no reply comes. */
  readonly claimedUntil: Instant;
  /** From then on the reply is not shown any more. */
  readonly keepUntil: Instant;
}

/** What a caller was sent. */
export interface KeptReply {
  readonly status: number;
  /** Those that belong to the call itself. */
  readonly headers: Readonly<Record<string, string>>;
  /** The exact bytes, which are UTF-8; of a stream all of its events. */
  readonly body: string;
}

/** How a key stands. */
export type KeyStanding =
  /** `running`: its call is not over. `over`: it was billed and there is no reply to show. */
  | { readonly state: 'running' | 'over'; readonly fingerprint: string }
  | {
      readonly state: 'kept';
      readonly fingerprint: string;
      readonly requestId: RequestId;
      readonly reply: KeptReply;
    };

/** Keys that calls have taken, and the sealed replies to them. Keys are taken by `Departures.depart`. */
export abstract class IdempotentReplies {
  /**
   * Undefined when no call has the key: it was never taken, or its call was settled without anything to bill.
   * @throws DomainError `service_unavailable`; `internal_error` when a reply was altered.
   */
  abstract find(tenantId: TenantId, keyDigest: string, moment: Instant): Promise<KeyStanding | undefined>;

  /** Durable when it resolves. Nothing happens when the key is another call's. @throws DomainError `service_unavailable`. */
  abstract keep(claim: IdempotencyClaim, reply: KeptReply): Promise<void>;

  /** No reply will come. What was kept stays. @throws DomainError `service_unavailable`. */
  abstract giveUp(claim: IdempotencyClaim, moment: Instant): Promise<void>;

  /**
   * Takes away replies of any tenant whose time is over.
   * @returns how many, `most` at once.
   * @throws DomainError `service_unavailable`.
   */
  abstract forget(moment: Instant, most: number): Promise<number>;
}
