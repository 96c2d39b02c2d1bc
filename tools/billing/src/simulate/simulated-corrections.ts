import { corrected, correctionId } from '@radiant/billing';
import type { Money } from '@radiant/kernel';
import { MemoryCorrectionStore, type MemoryBooks } from '@radiant/memory';
import type { Random } from '../random-rows.js';
import { oneOf, priceAt } from './simulated-calls.js';

const ID = correctionId('00000000-0000-4000-a000-000000000001');

/** Somebody who says of calls what they used, those that are billed as reserved and those that are known alike. */
export class SimulatedCorrections {
  /** How many there were. */
  made = 0;
  /** What calls come to by hand whose truth was known before; later truth takes the place of the others. */
  private readonly last = new Map<string, Money>();

  /** @param active whether any is ever made in this history. */
  constructor(
    private readonly books: MemoryBooks,
    private readonly random: Random,
    private readonly active: boolean,
  ) {}

  async correct(): Promise<void> {
    const calls = [...this.books.usage.values()];
    if (!this.active || calls.length === 0) return;
    const { entry, heard } = oneOf(this.random, calls);
    const store = new MemoryCorrectionStore([], this.books, entry.tenantId);
    const [call, price] = [await store.call(entry.requestId), priceAt(entry.modelId, entry.priceVersion)];
    const usage = {
      inputTokens: this.random.below(200),
      cachedInputTokens: this.random.below(20),
      outputTokens: this.random.below(100),
      reasoningTokens: 0,
    };
    const correction = call && price && corrected(call, price, usage);
    if (!correction) return;
    await store.post(ID, [correction]);
    this.made += 1;
    if (heard) this.last.set(entry.requestId, correction.after.billedAmount);
  }

  /** What was said of a call by hand and stands; undefined: what it says itself does. */
  standing(request: string): Money | undefined {
    return this.last.get(request);
  }
}
