import { thermalRule, type Model, type Provider, type ProviderStandings, type Registry } from '@radiant/registry';
import type { ModelProvider } from '../ports/model-provider.js';
import { tell } from './ask-providers.js';

/** Providers and models that are looked at: more than any platform has. */
const EVERY = { offset: 0, limit: 10_000 };
/** For one answer, in ms. */
const DEADLINE_MS = 5_000;

/**
 * Looks whether providers answer, for a timer to call, so that the breaker of one that is down opens before a call meets it.
 * A good answer says nothing: a server may be well and its models not, and only a call closes a breaker again.
 */
export class CheckProviders {
  constructor(
    private readonly registry: Registry,
    private readonly provider: ModelProvider,
    private readonly standings: ProviderStandings,
  ) {}

  /** Asks each provider whose breaker is closed, but for those whose models may all be asleep. Their failures are no error. */
  async execute(): Promise<void> {
    const models = await this.registry.models({ status: 'active' }, EVERY);
    const awake = new Set<string>(models.items.filter(isKeptAwake).map(({ providerId }) => providerId));
    const providers = await this.registry.providers({ status: 'active' }, EVERY);
    await Promise.all(
      providers.items
        .filter((provider) => awake.has(provider.id) && !provider.draining && this.standings.isClosed(provider))
        .map((provider) => this.check(provider)),
    );
  }

  private async check(provider: Provider): Promise<void> {
    const passage = this.standings.admit(provider);
    if (!passage) return;
    try {
      await this.provider.ping(provider, DEADLINE_MS);
      passage.abandoned();
    } catch (error) {
      tell(passage, error);
    }
  }
}

/** Of a model that sleeps nobody knows whether it would answer, and a question must not wake it. */
function isKeptAwake(model: Model): boolean {
  const rule = thermalRule(model);
  return rule === undefined || rule.state === 'HOT' || rule.state === 'WARM';
}
