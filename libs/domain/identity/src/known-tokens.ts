import type { Clock, Digest } from '@radiant/kernel';
import { LRUCache } from 'lru-cache';
import { readClaims } from './claims.js';
import { KnownToken } from './known-token.js';
import type { TokenVerifier, VerifiedToken } from './ports/token-verifier.js';

const MAX_TOKENS = 20_000;
/** A token whose key the verifier no longer knows is refused after this many ms at most. */
const VERIFY_EVERY_MS = 5 * 60_000;

interface Kept {
  readonly known: KnownToken;
  /** By the clock that never jumps, in ms. */
  readonly verifiedAt: number;
}

/** Verified tokens by the SHA-256 of the whole token. Only valid ones are kept; an expiry since then is the caller's to see. */
export class KnownTokens {
  private readonly kept = new LRUCache<string, Kept>({ max: MAX_TOKENS });
  private readonly verifying = new Map<string, Promise<KnownToken>>();

  constructor(
    private readonly verifier: TokenVerifier,
    private readonly digest: Digest,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError as TokenVerifier and `readClaims` do. */
  get(token: string): Promise<KnownToken> | KnownToken {
    const hash = this.digest.sha256(token);
    const kept = this.kept.get(hash);
    if (kept && this.clock.elapsed() - kept.verifiedAt <= VERIFY_EVERY_MS) return kept.known;
    const running = this.verifying.get(hash);
    if (running) return running;
    const started = this.verify(token, hash, kept?.known).finally(() => this.verifying.delete(hash));
    this.verifying.set(hash, started);
    return started;
  }

  private async verify(token: string, hash: string, before: KnownToken | undefined): Promise<KnownToken> {
    const verifiedAt = this.clock.elapsed();
    this.kept.delete(hash);
    const verified = await this.verifier.verify(token);
    // the same text says the same: what has been learnt of the token so far stays with it
    const known = before ?? this.read(verified, hash);
    this.kept.set(hash, { known, verifiedAt });
    return known;
  }

  private read(verified: VerifiedToken, hash: string): KnownToken {
    const twin = verified.twin === undefined ? undefined : this.digest.sha256(verified.twin);
    return new KnownToken(verified, readClaims(verified), hash, twin);
  }
}
