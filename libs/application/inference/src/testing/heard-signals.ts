import type { ModelId, ProviderId } from '@radiant/kernel';
import { CallSignals, type AttemptOutcome } from '../ports/call-signals.js';

/**
 * Remembers what it was told, as words: `acme answered`, `acme again`, `fell back to acme`, `tripped`, `woke small`,
 * `settled`.
 */
export class HeardSignals extends CallSignals {
  readonly heard: string[] = [];

  asked(providerId: ProviderId, outcome: AttemptOutcome): void {
    this.heard.push(`${providerId} ${outcome}`);
  }

  repeated(providerId: ProviderId): void {
    this.heard.push(`${providerId} again`);
  }

  fellBack(providerId: ProviderId): void {
    this.heard.push(`fell back to ${providerId}`);
  }

  tripped(): void {
    this.heard.push('tripped');
  }

  woke(modelId: ModelId): void {
    this.heard.push(`woke ${modelId}`);
  }

  settled(): void {
    this.heard.push('settled');
  }
}
