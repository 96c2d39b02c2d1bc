import type { Variables } from './variables.js';

const MODEL_RUNTIMES = ['none', 'simulated', 'sagemaker'] as const;
export type ModelRuntimeKind = (typeof MODEL_RUNTIMES)[number];

export const MODEL_RUNTIME_VARIABLES = [
  'RADIANT_COLD_QUEUE',
  'RADIANT_COLD_WAIT_SECONDS',
  'RADIANT_MODEL_RUNTIME',
  'RADIANT_SAGEMAKER_MODELS',
];

/** A model's id, and an inference component or the variant of an endpoint. */
const TARGET =
  /^(?<model>[^\s,=]+)=(?:component:(?<component>[\w-]+)|endpoint:(?<endpoint>[\w-]+)\/(?<variant>[\w-]+))$/;

/** Where SageMaker runs a model. */
export type SageMakerTarget =
  | { readonly kind: 'component'; readonly name: string }
  | { readonly kind: 'endpoint'; readonly name: string; readonly variant: string };

/** What runs self-hosted models, and how calls wait for one that starts. */
export interface ModelRuntimeSettings {
  readonly kind: ModelRuntimeKind;
  /** Calls that may wait for one model, on each replica. */
  readonly coldQueue: number;
  /** How long a call that is answered in one piece may wait, in seconds. */
  readonly coldWaitSeconds: number;
  /** By the model's id. */
  readonly sagemakerModels: ReadonlyMap<string, SageMakerTarget>;
}

export function readModelRuntime(variables: Variables, embedded: boolean): ModelRuntimeSettings {
  const kind = variables.oneOf('RADIANT_MODEL_RUNTIME', MODEL_RUNTIMES, embedded ? 'simulated' : 'none');
  const sagemakerModels = new Map<string, SageMakerTarget>();
  const listed = variables.list('RADIANT_SAGEMAKER_MODELS');
  for (const { model, component, endpoint, variant } of listed.map((text) => TARGET.exec(text)?.groups ?? {})) {
    if (model === undefined) continue;
    if (component !== undefined) sagemakerModels.set(model, { kind: 'component', name: component });
    else if (endpoint !== undefined && variant !== undefined) {
      sagemakerModels.set(model, { kind: 'endpoint', name: endpoint, variant });
    }
  }
  if (sagemakerModels.size !== listed.length || (kind === 'sagemaker') !== listed.length > 0) {
    variables.problem(
      'RADIANT_SAGEMAKER_MODELS',
      'MODEL=component:NAME or MODEL=endpoint:NAME/VARIANT, each model once, separated by commas, together with RADIANT_MODEL_RUNTIME=sagemaker',
    );
  }
  return {
    kind,
    coldQueue: variables.wholeNumber('RADIANT_COLD_QUEUE', 0, 10_000, 500),
    coldWaitSeconds: variables.wholeNumber('RADIANT_COLD_WAIT_SECONDS', 0, 600, 30),
    sagemakerModels,
  };
}
