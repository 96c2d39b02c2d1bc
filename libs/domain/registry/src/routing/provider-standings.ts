import type { Clock, Instant } from '@radiant/kernel';
import type { Provider } from '../provider.js';
import {
  BREAKER_RULES,
  CircuitBreaker,
  type BreakerRules,
  type BreakerState,
  type Passage,
} from './circuit-breaker.js';
import type { Route } from './consider.js';

/** Of a new measurement in the moving average. */
const NEWEST = 0.2;
/** Providers and regions that are remembered: far more than any platform has. */
const MOST = 10_000;

/** How a provider does in one region, as one process has seen it. */
export interface ProviderStanding {
  readonly providerId: string;
  readonly region: string | undefined;
  readonly breaker: BreakerState;
  /** When the breaker last turned; undefined: it never has. */
  readonly since: Instant | undefined;
  /** From sending to the first piece of a streamed answer, a moving average in ms; undefined: none was measured. */
  readonly firstByteMs: number | undefined;
}

interface Known {
  readonly providerId: string;
  readonly region: string | undefined;
  readonly breaker: CircuitBreaker;
  since: Instant | undefined;
  firstByteMs: number | undefined;
}

/** What this process has learnt of its providers: who fails, who asked for a pause, who is quick. */
export class ProviderStandings {
  private readonly known = new Map<string, Known>();
  /** By model: until when it asked to be left alone, in readings of the clock. */
  private readonly resting = new Map<string, number>();

  constructor(
    private readonly clock: Clock,
    private readonly rules: BreakerRules = BREAKER_RULES,
    /** Told of each breaker that opens, tries or closes, and of the failure that opens it. */
    private readonly onBreaker: (standing: ProviderStanding, why?: unknown) => void = () => undefined,
  ) {}

  /** @returns undefined when its breaker lets no call through. */
  admit(provider: Provider): Passage | undefined {
    return this.of(provider).breaker.admit();
  }

  /** Whether its breaker lets every call through. */
  isClosed(provider: Provider): boolean {
    return this.of(provider).breaker.state === 'closed';
  }

  /** How long its breaker lets nobody through, in ms. */
  closedForMs(provider: Provider): number {
    return this.of(provider).breaker.opensInMs;
  }

  /** The provider asked for a pause of this many ms. Other routes come first until then; none is refused for it. */
  rest({ model }: Route, pauseMs: number): void {
    if (this.resting.size >= MOST) this.resting.clear();
    this.resting.set(model.id, this.clock.elapsed() + pauseMs);
  }

  isResting({ model }: Route): boolean {
    return (this.resting.get(model.id) ?? 0) > this.clock.elapsed();
  }

  /** @param firstByteMs how long the first piece of a streamed answer took. */
  measured(provider: Provider, firstByteMs: number): void {
    const known = this.of(provider);
    const before = known.firstByteMs ?? firstByteMs;
    known.firstByteMs = before + NEWEST * (firstByteMs - before);
  }

  firstByteMs(provider: Provider): number | undefined {
    return this.known.get(keyOf(provider))?.firstByteMs;
  }

  /** Of every provider that was asked so far. */
  all(): readonly ProviderStanding[] {
    return [...this.known.values()].map(standingOf);
  }

  private of(provider: Provider): Known {
    const key = keyOf(provider);
    let known = this.known.get(key);
    if (!known) {
      if (this.known.size >= MOST) this.known.clear();
      const { id: providerId, region } = provider;
      const onTurn = (breaker: BreakerState, why?: unknown): void => {
        made.since = this.clock.now();
        this.onBreaker({ ...standingOf(made), breaker }, why);
      };
      const breaker = new CircuitBreaker(() => this.clock.elapsed(), this.rules, onTurn);
      const made: Known = { providerId, region, breaker, since: undefined, firstByteMs: undefined };
      this.known.set(key, made);
      known = made;
    }
    return known;
  }
}

const standingOf = ({ providerId, region, breaker, since, firstByteMs }: Known): ProviderStanding => ({
  providerId,
  region,
  breaker: breaker.state,
  since,
  firstByteMs,
});

const keyOf = ({ id, region }: Provider): string => `${id}@${region ?? ''}`;
