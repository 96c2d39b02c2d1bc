import type { Clock } from './ports/clock.js';

interface Entry<Value> {
  readonly value: Value;
  readonly loadedAt: number;
}

interface Load<Value> {
  readonly answer: Promise<Value>;
  readonly startedAt: number;
}

export interface FreshCacheOptions {
  /** No answer is older than this, in ms. From half of it on, a read also starts a reload in the background. */
  readonly maxAgeMs: number;
  /** Beyond this number the entries loaded longest ago are dropped. */
  readonly maxEntries: number;
}

/**
 * Keeps what `load` answered for a stated age. Callers that ask for one key at once share one load;
 * a failed load reaches its callers and is not kept, so a store that is down is never papered over.
 */
export class FreshCache<Key, Value> {
  private readonly entries = new Map<Key, Entry<Value>>();
  private readonly loading = new Map<Key, Load<Value>>();

  constructor(
    private readonly clock: Clock,
    private readonly options: FreshCacheOptions,
    private readonly load: (key: Key) => Promise<Value>,
  ) {}

  get(key: Key): Promise<Value> | Value {
    const entry = this.entries.get(key);
    if (!entry) return this.reload(key);
    const age = this.clock.elapsed() - entry.loadedAt;
    if (age > this.options.maxAgeMs) return this.reload(key);
    if (age > this.options.maxAgeMs / 2) this.reload(key).catch(() => undefined); // the caller that needs it will see the failure
    return entry.value;
  }

  /** Forgets one key: the next read loads it. */
  forget(key: Key): void {
    this.entries.delete(key);
    this.loading.delete(key);
  }

  private reload(key: Key): Promise<Value> {
    const now = this.clock.elapsed();
    const running = this.loading.get(key);
    if (running && now - running.startedAt <= this.options.maxAgeMs) return running.answer;
    const load: Load<Value> = {
      startedAt: now,
      answer: this.load(key).then(
        (value) => {
          if (this.finish(key, load)) this.keep(key, { value, loadedAt: load.startedAt });
          return value;
        },
        (error: unknown) => {
          this.finish(key, load);
          throw error;
        },
      ),
    };
    this.loading.set(key, load);
    return load.answer;
  }

  /** Whether `load` still counts: a key that was forgotten, or loaded anew, no longer waits for it. */
  private finish(key: Key, load: Load<Value>): boolean {
    return this.loading.get(key) === load && this.loading.delete(key);
  }

  private keep(key: Key, entry: Entry<Value>): void {
    this.entries.delete(key); // re-inserting moves it to the end: Map order is age of loading
    this.entries.set(key, entry);
    if (this.entries.size <= this.options.maxEntries) return;
    const [oldest] = this.entries.keys();
    if (oldest !== undefined) this.entries.delete(oldest);
  }
}
