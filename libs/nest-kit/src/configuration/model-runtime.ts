import type { Variables } from './variables.js';

export const MODEL_RUNTIMES = ['none', 'simulated'] as const;
export type ModelRuntimeKind = (typeof MODEL_RUNTIMES)[number];

export const MODEL_RUNTIME_VARIABLES = ['RADIANT_MODEL_RUNTIME', 'RADIANT_COLD_QUEUE', 'RADIANT_COLD_WAIT_SECONDS'];

/** What runs self-hosted models, and how calls wait for one that starts. */
export interface ModelRuntimeSettings {
  readonly kind: ModelRuntimeKind;
  /** Calls that may wait for one model, on each replica. */
  readonly coldQueue: number;
  /** How long a call that is answered in one piece may wait, in seconds. */
  readonly coldWaitSeconds: number;
}

export const readModelRuntime = (variables: Variables, embedded: boolean): ModelRuntimeSettings => ({
  kind: variables.oneOf('RADIANT_MODEL_RUNTIME', MODEL_RUNTIMES, embedded ? 'simulated' : 'none'),
  coldQueue: variables.wholeNumber('RADIANT_COLD_QUEUE', 0, 10_000, 500),
  coldWaitSeconds: variables.wholeNumber('RADIANT_COLD_WAIT_SECONDS', 0, 600, 30),
});
