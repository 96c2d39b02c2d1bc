import type { Instant } from '@radiant/kernel';

/** A token whose signature, algorithm, issuer, audience, use and dates are in order; its claims as they stand. */
export interface VerifiedToken {
  readonly claims: Readonly<Record<string, unknown>>;
  readonly subject: string;
  readonly issuedAt: Instant;
  readonly expiresAt: Instant;
  /** An ECDSA signature can be rewritten by anybody into one other that holds as well: the token with that one. */
  readonly twin?: string;
}

/** Checks tokens of the configured issuer. */
export abstract class TokenVerifier {
  /**
   * @throws DomainError `unauthorized` for every token that is not valid, `service_unavailable` when the issuer's keys
   * can't be had.
   */
  abstract verify(token: string): Promise<VerifiedToken>;
}
