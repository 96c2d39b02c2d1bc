import { Digest, DomainError, type Instant, type TenantId } from '@radiant/kernel';
import { AdminSessions } from '../src/ports/admin-sessions.js';
import { TokenStandings, type TokenIdentity, type TokenStanding } from '../src/ports/token-standings.js';
import { TokenVerifier, type VerifiedToken } from '../src/ports/token-verifier.js';

/** Shows what was hashed. */
export class OpenDigest extends Digest {
  sha256(text: string): string {
    return `hash of ${text}`;
  }
}

/** Holds tokens that an issuer is taken to have signed; knows no other. */
export class GivenVerifier extends TokenVerifier {
  readonly asked: string[] = [];
  failing = false;
  private readonly tokens = new Map<string, VerifiedToken>();

  async verify(token: string): Promise<VerifiedToken> {
    this.asked.push(token);
    if (this.failing) throw new DomainError('service_unavailable', 'the keys are not to be had');
    const verified = this.tokens.get(token);
    if (!verified) throw new DomainError('unauthorized', 'the token is not valid');
    return verified;
  }

  sign(token: string, verified: VerifiedToken): void {
    this.tokens.set(token, verified);
  }

  withdraw(token: string): void {
    this.tokens.delete(token);
  }
}

const IN_ORDER: TokenStanding = { tenantActive: true, userActive: true, revoked: false, revokedBefore: undefined };

/** What is known against tokens, as far as a test says. */
export class GivenStandings extends TokenStandings {
  readonly asked: TokenIdentity[] = [];
  failure: Error | undefined;
  against: (token: TokenIdentity) => Partial<TokenStanding> = () => ({});

  async find(token: TokenIdentity): Promise<TokenStanding> {
    this.asked.push(token);
    if (this.failure) throw this.failure;
    return { ...IN_ORDER, ...this.against(token) };
  }
}

/** Sessions as the port describes them. */
export class GivenSessions extends AdminSessions {
  readonly asked: string[] = [];
  failure: Error | undefined;
  private readonly lastUsed = new Map<string, Instant>();

  async touch(
    tenantId: TenantId,
    { tokenHash, now, idleMs }: { tokenHash: string; now: Instant; idleMs: number },
  ): Promise<Instant> {
    this.asked.push(tokenHash);
    if (this.failure) throw this.failure;
    const key = `${tenantId} ${tokenHash}`;
    const before = this.lastUsed.get(key) ?? now;
    if (now - before <= idleMs) this.lastUsed.set(key, now);
    return before;
  }
}
