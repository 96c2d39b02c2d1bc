import { AuditTrail } from '@radiant/kernel';

/** The trail of calls that are over: an event is durable when `record` resolves, and in the table shortly after. */
export abstract class SettledTrail extends AuditTrail {
  /** Resolves when the table was offered everything that this process recorded before. Never rejects. */
  abstract caughtUp(): Promise<void>;
}
