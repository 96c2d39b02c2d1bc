import { KeepModels, ModelsInUse } from '@radiant/inference';
import type { Clock } from '@radiant/kernel';
import { SimulatedRuntime } from '@radiant/memory';
import { type Environment, type Log, whyFailed } from '@radiant/nest-kit';
import { JobTurns, PostgresModelActivities } from '@radiant/postgres';
import { NoRuntime, type ModelRuntime, type RegistryStore } from '@radiant/registry';
import type { Database } from './open-database.js';
import { repeat, type Repeated } from './repeated.js';

/** What an operator says is carried out after this long at most, about; one replica does it. */
const KEEP_EVERY_MS = 2_000;
/** How far what all replicas know of calls lags behind. */
const NOTE_EVERY_MS = 15_000;

export interface ModelsParts {
  readonly database: Database;
  readonly registry: RegistryStore;
  readonly clock: Clock;
  readonly log: Log;
  /** In the place of the environment's. */
  readonly runtime: ModelRuntime | undefined;
}

/** What runs self-hosted models, and what keeps them as they are to be. Without a runtime there is nothing to do. */
export async function openModels(environment: Environment, parts: ModelsParts) {
  const { database, registry, clock, log } = parts;
  const runtime = parts.runtime ?? (await runtimeOf(environment, clock));
  const activities = new PostgresModelActivities(database.unitOfWork);
  const inUse = new ModelsInUse(activities, clock);
  const keep = new KeepModels(registry, runtime, activities, clock);
  const jobs = runtime instanceof NoRuntime ? [] : jobsOf(keep, inUse, new JobTurns(database.unitOfWork), log);
  return {
    runtime,
    activities,
    inUse,
    async close(): Promise<void> {
      await Promise.all(jobs.map((job) => job.stop()));
      await inUse.note().catch(() => undefined); // the models then sleep a little early
    },
  };
}

const jobsOf = (keep: KeepModels, inUse: ModelsInUse, turns: JobTurns, log: Log): readonly Repeated[] => [
  repeat(
    async () => {
      if (await turns.take('keep-models', KEEP_EVERY_MS)) await keep.execute();
    },
    KEEP_EVERY_MS,
    (error) => log.error('models could not be kept as they are to be', whyFailed(error)),
  ),
  repeat(
    () => inUse.note(),
    NOTE_EVERY_MS,
    (error) => log.error('which models are in use could not be noted', whyFailed(error)),
  ),
];

async function runtimeOf({ modelRuntime, awsRegion }: Environment, clock: Clock): Promise<ModelRuntime> {
  switch (modelRuntime.kind) {
    case 'none':
      return new NoRuntime();
    case 'simulated':
      return new SimulatedRuntime(clock);
    case 'sagemaker': {
      // Loaded by those who use it: its client takes 45 MB.
      const { createSageMakerClient, SageMakerRuntime } = await import('@radiant/sagemaker');
      return new SageMakerRuntime(createSageMakerClient({ region: awsRegion }), modelRuntime.sagemakerModels);
    }
  }
}
