import type { Clock, ModelId } from '@radiant/kernel';
import {
  thermalOrder,
  thermalRule,
  type Model,
  type ModelActivities,
  type ModelRuntime,
  type RegistryStore,
  type ThermalOrder,
  type ThermalRule,
} from '@radiant/registry';

/** A runtime is asked about a model that nobody has changed after so many ms. */
const LOOK_EVERY_MS = 15_000;

interface Look {
  readonly revision: number;
  readonly at: number;
}

/** Keeps models running as they are to be: puts idle ones to sleep and obeys what operators say. One replica does it. */
export class KeepModels {
  private readonly looks = new Map<ModelId, Look>();

  constructor(
    private readonly registry: RegistryStore,
    private readonly runtime: ModelRuntime,
    private readonly activities: ModelActivities,
    private readonly clock: Clock,
  ) {}

  /** For a timer to call. @throws DomainError `service_unavailable` when one could not be kept, once all were tried. */
  async execute(): Promise<void> {
    const failures: unknown[] = [];
    for (const model of (await this.registry.load()).models) {
      const rule = thermalRule(model);
      if (rule && this.isDue(model)) await this.keep(model, rule).catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  }

  private isDue({ id, revision }: Model): boolean {
    const last = this.looks.get(id);
    return last?.revision !== revision || this.clock.elapsed() - last.at >= LOOK_EVERY_MS;
  }

  private async keep(model: Model, rule: ThermalRule): Promise<void> {
    const standing = await this.runtime.standing(model);
    if (standing) {
      const order = thermalOrder(rule, standing, await this.activities.of(model.id), this.clock.now());
      if (order) await this.carryOut(model, order);
    }
    this.looks.set(model.id, { revision: model.revision, at: this.clock.elapsed() });
  }

  private async carryOut(model: Model, { instances, idleBefore }: ThermalOrder): Promise<void> {
    const scale = (): Promise<void> => this.runtime.scale(model, instances);
    if (idleBefore === undefined) await scale();
    else await this.activities.sleep(model.id, idleBefore, scale);
  }
}
