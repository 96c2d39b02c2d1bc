import type { AppId, Instant, TenantId, UserId } from '@radiant/kernel';

/** A token that was verified, by what its standing depends on. */
export interface TokenIdentity {
  readonly tenantId: TenantId;
  readonly userId: UserId;
  readonly appId: AppId;
  /** SHA-256 of the whole token in hex. */
  readonly tokenHash: string;
}

/** What the gateway itself knows against a token. */
export interface TokenStanding {
  readonly tenantActive: boolean;
  /** False when an administrator suspended the person's access to the app. */
  readonly userActive: boolean;
  /** Whether this very token was revoked. */
  readonly revoked: boolean;
  /** Tokens of this person issued before it are revoked. */
  readonly revokedBefore: Instant | undefined;
}

/** The gateway's own word on tokens, which an issuer knows nothing of. */
export abstract class TokenStandings {
  /** Also notes the person as a user of the app, seen now. @throws DomainError `service_unavailable`. */
  abstract find(token: TokenIdentity): Promise<TokenStanding>;
}
