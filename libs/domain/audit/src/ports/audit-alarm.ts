/** Which of the two places where the trail is written. */
export type AuditSinkName = 'primary' | 'secondary';

/** Tells the people on watch that one place of the trail fails, and that it works again. */
export abstract class AuditAlarm {
  /**
   * Called once when a sink begins to fail and once when it recovers. Must neither throw nor block.
   * @param error what it failed with.
   */
  abstract report(sink: AuditSinkName, healthy: boolean, error?: unknown): void;
}
