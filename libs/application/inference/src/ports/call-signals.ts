import type { UsageEntry } from '@radiant/billing';
import type { ModelId, ProviderId } from '@radiant/kernel';
import type { Receipt } from '../receipts/receipt.js';

/** How a provider took one attempt. `left`: the caller went away before it answered. */
export type AttemptOutcome = 'answered' | 'refused' | 'limited' | 'failed' | 'timed_out' | 'left';

/** What happens to calls, told to whoever counts it. Never fails, and never holds a word of a call. */
export abstract class CallSignals {
  /** @param tookMs until the answer began, or the attempt failed. */
  abstract asked(providerId: ProviderId, outcome: AttemptOutcome, tookMs: number): void;
  /** The provider is asked once more by the same call. */
  abstract repeated(providerId: ProviderId): void;
  /** The call goes to this provider's model after another has failed it. */
  abstract fellBack(providerId: ProviderId): void;
  /** The tripwire held bytes back that were about to leave. */
  abstract tripped(): void;
  abstract woke(modelId: ModelId): void;
  /** A call that left is over and written down. @param entry undefined when nothing was consumed. */
  abstract settled(receipt: Receipt, entry: UsageEntry | undefined): void;
}
