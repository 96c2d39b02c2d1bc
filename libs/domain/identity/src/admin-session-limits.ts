import { FreshCache, type Clock } from '@radiant/kernel';
import { CredentialRefused } from './credential-refused.js';
import { failClosed } from './fail-closed.js';
import type { KnownToken } from './known-token.js';
import type { AdminSessions } from './ports/admin-sessions.js';

export interface AdminSessionOptions {
  /** How long an administrator's session may rest, in ms. */
  readonly adminIdleMs: number;
  /** How long it lasts from the sign-in on, in ms. */
  readonly adminAbsoluteMs: number;
}

const TOUCH_EVERY_MS = 30_000;
const MAX_SESSIONS = 5_000;

/**
 * The ends of administrators' sessions. A use is noted every 30 s at most, so a session can end that much earlier than
 * its idle time after the last use, and never later.
 */
export class AdminSessionLimits {
  private readonly alive: FreshCache<KnownToken, boolean>;

  constructor(
    private readonly sessions: AdminSessions,
    private readonly clock: Clock,
    private readonly options: AdminSessionOptions,
  ) {
    // the cache asks anew from half of this age on
    const maxAgeMs = Math.min(2 * TOUCH_EVERY_MS, options.adminIdleMs);
    this.alive = new FreshCache(clock, { maxAgeMs, maxEntries: MAX_SESSIONS }, (known) => this.touch(known));
  }

  /** @throws DomainError `unauthorized` when the session has ended, `service_unavailable` when that can't be told. */
  async check(known: KnownToken): Promise<void> {
    if (this.clock.now() >= known.token.authenticatedAt + this.options.adminAbsoluteMs) throw ended(known);
    if (!(await this.alive.get(known))) throw ended(known);
  }

  private async touch({ principal, sessionHash, token }: KnownToken): Promise<boolean> {
    const now = this.clock.now();
    const idleMs = this.options.adminIdleMs;
    const lastUsed = await failClosed(() =>
      this.sessions.touch(principal.homeTenantId, { tokenHash: sessionHash, now, idleMs, expiresAt: token.expiresAt }),
    );
    return now - lastUsed <= idleMs;
  }
}

const ended = ({ principal }: KnownToken): CredentialRefused =>
  new CredentialRefused('the session has ended: sign in again', principal);
