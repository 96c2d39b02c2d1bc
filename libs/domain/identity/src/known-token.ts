import { appId, type AppId, type UserId } from '@radiant/kernel';
import type { ClaimedIdentity } from './claims.js';
import type { TokenIdentity } from './ports/token-standings.js';
import type { VerifiedToken } from './ports/token-verifier.js';
import type { Principal, PrincipalToken } from './principal.js';

/** Stands where a token names no app and no route has said one yet. */
const UNBOUND = appId('default');

/** A token that was verified, and the principal it stands for. */
export class KnownToken {
  readonly token: PrincipalToken;
  readonly principal: Principal;
  /** The same for a token and its twin, so that rewriting a signature begins no new session. */
  readonly sessionHash: string;
  private readonly userId: UserId;
  private readonly hashes: readonly string[];
  private readonly identities = new Map<AppId, readonly TokenIdentity[]>();

  /** @param twin SHA-256 of the token's twin, where it has one. */
  constructor(verified: VerifiedToken, claimed: ClaimedIdentity, hash: string, twin: string | undefined) {
    this.userId = claimed.userId;
    this.hashes = twin === undefined ? [hash] : [hash, twin];
    this.sessionHash = twin !== undefined && twin < hash ? twin : hash;
    this.token = {
      hash,
      issuedAt: verified.issuedAt,
      authenticatedAt: claimed.authenticatedAt,
      expiresAt: verified.expiresAt,
      multiFactor: claimed.multiFactor,
    };
    this.principal = {
      tenantId: claimed.tenantId,
      homeTenantId: claimed.tenantId,
      appId: claimed.appId ?? UNBOUND,
      appBound: claimed.appId !== undefined,
      roles: claimed.roles,
      apiKeyId: undefined,
      scopes: undefined,
      trustedForwarder: false,
      userId: claimed.userId,
      appUserId: claimed.appUserId,
      token: this.token,
    };
  }

  /**
   * What the token's standing depends on where it is used in `app`, which counts when the token itself names none.
   * What is known against either twin is against both.
   */
  identitiesIn(app: AppId | undefined): readonly TokenIdentity[] {
    const { userId } = this;
    const { appBound, appId: own, homeTenantId: tenantId } = this.principal;
    const used = appBound ? own : (app ?? own);
    const known = this.identities.get(used);
    if (known) return known;
    const identities = this.hashes.map((tokenHash) => ({ tenantId, userId, appId: used, tokenHash }));
    this.identities.set(used, identities);
    return identities;
  }
}
