import { DomainError, type Clock } from '@radiant/kernel';

const MAX_AGE_MS = 300_000;
/** Between two readings, however often they are asked for. */
const MIN_INTERVAL_MS = 5_000;

const UNREACHABLE = Symbol('unreachable');

interface Reading<Value> {
  readonly startedAt: number;
  readonly answer: Promise<Value>;
  succeeded: boolean;
}

/** Where a secret is kept and how it is read. */
export interface SecretSource<Value> {
  /** What it is called in failures. */
  readonly name: string;
  /** Its text. Whatever it throws means that nobody answers. */
  fetch(): Promise<string | undefined>;
  /** @throws DomainError `service_unavailable` for what is no such secret; it never shows it. */
  parse(text: string | undefined): Value;
}

/**
 * A secret that is kept elsewhere, read anew every 5 minutes and when it was refused. While nobody answers the last one
 * serves on: whether it is still good, who takes it says.
 */
export class KeptSecret<Value> {
  // Private to the engine, so that no printing of this object shows them.
  #reading: Reading<Value> | undefined;
  #known: { readonly value: Value } | undefined;

  constructor(
    private readonly source: SecretSource<Value>,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `service_unavailable` when it can't be read, or is not valid. */
  current(): Promise<Value> {
    return this.readWithin(this.#reading?.succeeded ? MAX_AGE_MS : MIN_INTERVAL_MS);
  }

  /** For when it was refused: reads it now, unless that began less than 5 s ago. @throws as `current`. */
  renewed(): Promise<Value> {
    return this.readWithin(MIN_INTERVAL_MS);
  }

  /** What was read that long ago at most, or is being read since. */
  private readWithin(maxAgeMs: number): Promise<Value> {
    const startedAt = this.clock.elapsed();
    if (this.#reading && startedAt - this.#reading.startedAt < maxAgeMs) return this.#reading.answer;
    const keep = (value: Value): void => {
      if (this.#reading !== reading) return; // a later reading has begun: this may be the older secret
      reading.succeeded = true;
      this.#known = { value };
    };
    const reading: Reading<Value> = { startedAt, succeeded: false, answer: this.read(keep) };
    this.#reading = reading;
    return reading.answer;
  }

  private async read(keep: (value: Value) => void): Promise<Value> {
    const text = await this.source.fetch().catch((): typeof UNREACHABLE => UNREACHABLE);
    if (text === UNREACHABLE) return this.lastKnown();
    const value = this.source.parse(text);
    keep(value);
    return value;
  }

  private lastKnown(): Value {
    if (this.#known) return this.#known.value;
    throw new DomainError('service_unavailable', `${this.source.name} can not be read`, { retryAfterSeconds: 1 });
  }
}
