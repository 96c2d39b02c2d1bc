import type { ApiKeyId, AppId, Instant, TenantId, UserId } from '@radiant/kernel';
import type { ApiKeyLimits } from './api-key.js';
import type { Role } from './access/permissions.js';
import type { Scopes } from './access/scopes.js';

/** Who a request acts for, once it has proved so. */
export interface Principal {
  /** The tenant that the request acts on. */
  readonly tenantId: TenantId;
  /** The tenant that the principal belongs to; another one only for a super administrator. */
  readonly homeTenantId: TenantId;
  readonly appId: AppId;
  /** Whether the credential itself names the app; without that the route's app is taken. */
  readonly appBound: boolean;
  readonly roles: readonly Role[];
  /** Set when an API key was shown. */
  readonly apiKeyId: ApiKeyId | undefined;
  /** The first of the keys whose place the shown one took; unset where it took none's. */
  readonly apiKeyLineage?: ApiKeyId | undefined;
  /** What the key may do; undefined for people, whom roles bind alone. */
  readonly scopes: Scopes | undefined;
  /** What the key may consume; undefined for people. */
  readonly limits?: ApiKeyLimits;
  /** Whether the key may speak for others through `X-OpenWebUI-User-*`. */
  readonly trustedForwarder: boolean;
  /** The identity provider's id of the person. */
  readonly userId: UserId | undefined;
  /** The person's id within the app; the same as `userId` in older tokens. */
  readonly appUserId: UserId | undefined;
  /** Set when a token was shown. */
  readonly token: PrincipalToken | undefined;
}

/**
 * The key that what a key began belongs to, and that of its successors: a rotation changes the secret and not who asks.
 * Undefined without a key.
 */
export const lastingKey = ({ apiKeyId, apiKeyLineage }: Principal): ApiKeyId | undefined => apiKeyLineage ?? apiKeyId;

/** What is known of the token behind a principal. */
export interface PrincipalToken {
  /** SHA-256 of the whole token in hex. */
  readonly hash: string;
  readonly issuedAt: Instant;
  /** When the person signed in; the issue of the token where that is not said. */
  readonly authenticatedAt: Instant;
  readonly expiresAt: Instant;
  /** Whether a second factor was shown. */
  readonly multiFactor: boolean;
}
