import { FixedClock } from '@radiant/kernel/testing';
import { AuthenticateToken } from '../src/authenticate-token.js';
import type { VerifiedToken } from '../src/ports/token-verifier.js';
import { CLINIC } from './given-principals.js';
import { GivenSessions, GivenStandings, GivenVerifier, OpenDigest } from './given-token-stores.js';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const TOKEN = 'header.payload.signature';
export const TWIN = 'header.payload.twin';

/** Replicas of one gateway, its stores, and tokens of an issuer it trusts. */
export class GivenTokens {
  readonly clock = new FixedClock();
  readonly verifier = new GivenVerifier();
  readonly standings = new GivenStandings();
  readonly sessions = new GivenSessions();
  readonly replica = this.another();

  another(): AuthenticateToken {
    return new AuthenticateToken(this.verifier, this.standings, this.sessions, new OpenDigest(), this.clock, {
      adminIdleMs: 15 * MINUTE,
      adminAbsoluteMs: 12 * HOUR,
    });
  }

  /** Has `token` signed with Ada's claims, but for what is given. */
  sign(claims: Record<string, unknown> = {}, over: Partial<VerifiedToken> = {}, token = TOKEN): void {
    this.verifier.sign(token, {
      claims: { 'custom:tenantId': CLINIC, 'custom:appId': 'thinktank', ...claims },
      subject: 'ada',
      issuedAt: this.clock.now(),
      expiresAt: this.clock.now() + HOUR,
      ...over,
    });
  }
}

/** Lets work that was begun in the background finish. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
