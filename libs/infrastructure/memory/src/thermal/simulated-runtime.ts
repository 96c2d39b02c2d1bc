import type { Clock, Instant, ModelId } from '@radiant/kernel';
import { ModelRuntime, thermalRule, type Model, type RuntimeStanding } from '@radiant/registry';

interface Instances {
  readonly ready: number;
  readonly wanted: number;
  /** When what is wanted will be ready. */
  readonly readyAt: Instant;
}

const NONE: Instances = { ready: 0, wanted: 0, readyAt: 0 };

/**
 * A runtime in which nothing runs: models that are said how to be kept running have instances that are ready when their
 * warm-up is over. They are gone with the process.
 */
export class SimulatedRuntime extends ModelRuntime {
  private readonly models = new Map<ModelId, Instances>();
  /** How often a model without instances was woken, for tests to count. */
  wakes = 0;

  constructor(private readonly clock: Clock) {
    super();
  }

  async standing(model: Model): Promise<RuntimeStanding | undefined> {
    if (!thermalRule(model)) return undefined;
    const { ready, wanted, readyAt } = this.instances(model);
    return { ready: this.clock.now() >= readyAt ? wanted : ready, wanted };
  }

  async scale(model: Model, instances: number): Promise<void> {
    const rule = thermalRule(model);
    const standing = await this.standing(model);
    if (!rule || !standing || standing.wanted === instances) return;
    const now = this.clock.now();
    if (standing.wanted === 0) this.wakes += 1;
    const ready = Math.min(standing.ready, instances);
    this.models.set(model.id, { ready, wanted: instances, readyAt: instances > ready ? now + rule.warmupMs : now });
  }

  private instances({ id }: Model): Instances {
    return this.models.get(id) ?? NONE;
  }
}
