import type { UsageEntry } from '@radiant/billing';
import { CallSignals, type AttemptOutcome, type Receipt } from '@radiant/inference';
import type { ModelId, ProviderId } from '@radiant/kernel';
import type { Metrics } from '@radiant/nest-kit';

const LATENCIES = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];

/** Counts what happens to calls. Labels are ids of the registry and words of closed lists. */
export class CallMetrics extends CallSignals {
  private readonly attempts;
  private readonly waits;
  private readonly retries;
  private readonly fallbacks;
  private readonly trips;
  private readonly wakes;
  private readonly calls;
  private readonly estimates;
  private readonly tokens;
  private readonly cost;
  private readonly billed;
  private readonly matches;

  constructor(metrics: Metrics) {
    super();
    const counter = metrics.counter.bind(metrics);
    this.attempts = counter('radiant_provider_calls_total', 'Attempts at providers, by how they ended', [
      'provider',
      'outcome',
    ]);
    this.waits = metrics.histogram(
      'radiant_provider_first_byte_seconds',
      'From sending to the first byte of the answer, or to the failure',
      ['provider'],
      LATENCIES,
    );
    this.retries = counter('radiant_retries_total', 'Attempts at a provider that had failed the same call', [
      'provider',
    ]);
    this.fallbacks = counter('radiant_fallbacks_total', 'Calls that went on to this provider', ['provider']);
    this.trips = counter('radiant_tripwire_hits_total', 'Calls that the tripwire held back').of();
    this.wakes = counter('radiant_model_wakes_total', 'Self-hosted models that were woken', ['model']);
    this.calls = counter('radiant_calls_total', 'Calls that left, by how they ended', ['provider', 'outcome']);
    this.estimates = counter('radiant_estimated_calls_total', 'Calls whose usage was counted here', ['provider']);
    this.tokens = counter('radiant_tokens_total', 'Tokens, by disjoint part', ['provider', 'part']);
    this.cost = metrics.exactCounter('radiant_cost_picos_total', 'What providers charge, in pico-USD', ['provider']);
    this.billed = metrics.exactCounter('radiant_billed_picos_total', 'What tenants are billed, in pico-USD', [
      'provider',
    ]);
    this.matches = counter('radiant_phi_hidden_total', 'Identifiers that were replaced, by category', ['category']);
  }

  asked(providerId: ProviderId, outcome: AttemptOutcome, tookMs: number): void {
    this.attempts.of(providerId, outcome).add();
    this.waits.of(providerId).observe(tookMs / 1_000);
  }

  repeated(providerId: ProviderId): void {
    this.retries.of(providerId).add();
  }

  fellBack(providerId: ProviderId): void {
    this.fallbacks.of(providerId).add();
  }

  tripped(): void {
    this.trips.add();
  }

  woke(modelId: ModelId): void {
    this.wakes.of(modelId).add();
  }

  settled({ providerId, outcome, categories }: Receipt, entry: UsageEntry | undefined): void {
    this.calls.of(providerId, outcome).add();
    for (const category in categories) this.matches.of(category).add(categories[category]);
    if (entry) this.consumed(entry);
  }

  private consumed({ providerId, usage, cost, billedAmount, estimated }: UsageEntry): void {
    this.tokens.of(providerId, 'input').add(usage.inputTokens);
    this.tokens.of(providerId, 'cached_input').add(usage.cachedInputTokens);
    this.tokens.of(providerId, 'output').add(usage.outputTokens);
    this.tokens.of(providerId, 'reasoning').add(usage.reasoningTokens);
    this.cost.of(providerId).add(cost.picos);
    this.billed.of(providerId).add(billedAmount.picos);
    if (estimated) this.estimates.of(providerId).add();
  }
}
