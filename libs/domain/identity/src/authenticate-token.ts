import { DomainError, FreshCache, type AppId, type Clock, type Digest } from '@radiant/kernel';
import { isStaff } from './access/permissions.js';
import { AdminSessionLimits, type AdminSessionOptions } from './admin-session-limits.js';
import { CredentialRefused } from './credential-refused.js';
import { failClosed } from './fail-closed.js';
import { KnownTokens } from './known-tokens.js';
import type { AdminSessions } from './ports/admin-sessions.js';
import type { TokenIdentity, TokenStanding, TokenStandings } from './ports/token-standings.js';
import type { TokenVerifier } from './ports/token-verifier.js';
import type { Principal, PrincipalToken } from './principal.js';

/** A revoked token is refused after this many ms at most. */
const STANDING_AGE_MS = 5_000;
const MAX_STANDINGS = 20_000;

/** Turns a token of the configured issuer into the principal it stands for. */
export class AuthenticateToken {
  private readonly tokens: KnownTokens;
  private readonly standings: FreshCache<TokenIdentity, TokenStanding>;
  private readonly adminSessions: AdminSessionLimits;

  constructor(
    verifier: TokenVerifier,
    standings: TokenStandings,
    sessions: AdminSessions,
    digest: Digest,
    private readonly clock: Clock,
    options: AdminSessionOptions,
  ) {
    this.tokens = new KnownTokens(verifier, digest, clock);
    this.standings = new FreshCache(clock, { maxAgeMs: STANDING_AGE_MS, maxEntries: MAX_STANDINGS }, (identity) =>
      failClosed(() => standings.find(identity)),
    );
    this.adminSessions = new AdminSessionLimits(sessions, clock, options);
  }

  /**
   * @param app the route's app: where the token names none, the person must be in good standing there.
   * @throws DomainError `unauthorized` for every token that is not valid, `service_unavailable` when that can't be told.
   */
  async execute(token: string, app?: AppId): Promise<Principal> {
    const known = await this.tokens.get(token);
    if (this.clock.now() >= known.token.expiresAt) throw new CredentialRefused(NOT_VALID, known.principal);
    for (const identity of known.identitiesIn(app)) {
      const standing = await this.standings.get(identity);
      // of a tenant that may not even be there
      if (!standing.tenantActive) throw new DomainError('unauthorized', NOT_VALID);
      if (!isGood(standing, known.token)) throw new CredentialRefused(NOT_VALID, known.principal);
    }
    if (isStaff(known.principal.roles)) await this.adminSessions.check(known);
    return known.principal;
  }
}

function isGood({ userActive, revoked, revokedBefore }: TokenStanding, token: PrincipalToken): boolean {
  if (!userActive || revoked) return false;
  return revokedBefore === undefined || second(token.issuedAt) > second(revokedBefore);
}

/** Tokens say in whole seconds when they were issued: one of the second of a revocation may be older than it. */
const second = (instant: number): number => Math.floor(instant / 1_000);

const NOT_VALID = 'the token is not valid';
