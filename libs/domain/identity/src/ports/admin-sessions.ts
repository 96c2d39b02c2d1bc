import type { Instant, TenantId } from '@radiant/kernel';

/** When administrators' tokens were first and last used. */
export abstract class AdminSessions {
  /**
   * Notes a use. @returns when the token was used before, or `now` at its first use. What was last used more than
   * `idleMs` ago stays as it is, so that an idle session does not come back to life.
   */
  abstract touch(
    tenantId: TenantId,
    session: {
      readonly tokenHash: string;
      readonly now: Instant;
      readonly idleMs: number;
      readonly expiresAt: Instant;
    },
  ): Promise<Instant>;
}
