import {
  DescribeEndpointCommand,
  DescribeInferenceComponentCommand,
  UpdateEndpointWeightsAndCapacitiesCommand,
  UpdateInferenceComponentRuntimeConfigCommand,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { DomainError } from '@radiant/kernel';
import { ModelRuntime, type Model, type RuntimeStanding } from '@radiant/registry';

/** Where SageMaker runs a model. Only an inference component can have no copy at all, so only its models can sleep. */
export type SageMakerTarget =
  | { readonly kind: 'component'; readonly name: string }
  | { readonly kind: 'endpoint'; readonly name: string; readonly variant: string };

/** States in which what is there answers calls. */
const SERVING: ReadonlySet<string | undefined> = new Set(['InService', 'Updating', 'SystemUpdating']);

/**
 * Models on Amazon SageMaker: copies of an inference component, or instances of an endpoint's variant. Needs
 * `sagemaker:DescribeInferenceComponent` and `UpdateInferenceComponentRuntimeConfig`, or `DescribeEndpoint` and
 * `UpdateEndpointWeightsAndCapacities`, on the targets.
 */
export class SageMakerRuntime extends ModelRuntime {
  /** @param targets by the model's id; every other model is none of its own. */
  constructor(
    private readonly client: SageMakerClient,
    private readonly targets: ReadonlyMap<string, SageMakerTarget>,
  ) {
    super();
  }

  async standing({ id }: Model): Promise<RuntimeStanding | undefined> {
    const target = this.targets.get(id);
    if (!target) return undefined;
    return reached(() => (target.kind === 'component' ? this.component(target) : this.variant(target)));
  }

  /** Looks first: SageMaker refuses to update what is being updated, also to what it is being updated to. */
  async scale(model: Model, instances: number): Promise<void> {
    const target = this.targets.get(model.id);
    const standing = await this.standing(model);
    if (!target || standing?.wanted === instances) return;
    await reached(async () => {
      if (target.kind === 'component') {
        const change = { InferenceComponentName: target.name, DesiredRuntimeConfig: { CopyCount: instances } };
        await this.client.send(new UpdateInferenceComponentRuntimeConfigCommand(change));
      } else {
        const capacity = { VariantName: target.variant, DesiredInstanceCount: instances };
        const change = { EndpointName: target.name, DesiredWeightsAndCapacities: [capacity] };
        await this.client.send(new UpdateEndpointWeightsAndCapacitiesCommand(change));
      }
    });
  }

  private async component({ name }: { readonly name: string }): Promise<RuntimeStanding> {
    const { InferenceComponentStatus, RuntimeConfig } = await this.client.send(
      new DescribeInferenceComponentCommand({ InferenceComponentName: name }),
    );
    const current = RuntimeConfig?.CurrentCopyCount ?? 0;
    return {
      ready: SERVING.has(InferenceComponentStatus) ? current : 0,
      wanted: RuntimeConfig?.DesiredCopyCount ?? current,
    };
  }

  private async variant({ name, variant }: { name: string; variant: string }): Promise<RuntimeStanding> {
    const { EndpointStatus, ProductionVariants } = await this.client.send(
      new DescribeEndpointCommand({ EndpointName: name }),
    );
    const found = ProductionVariants?.find(({ VariantName }) => VariantName === variant);
    if (!found) throw new DomainError('service_unavailable', 'the runtime does not know the model');
    const current = found.CurrentInstanceCount ?? 0;
    return { ready: SERVING.has(EndpointStatus) ? current : 0, wanted: found.DesiredInstanceCount ?? current };
  }
}

/** AWS's own words may name accounts and roles: they are kept as the cause only. */
async function reached<Result>(call: () => Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (cause) {
    if (cause instanceof DomainError) throw cause;
    throw new DomainError(
      'service_unavailable',
      'the runtime of the model can not be reached',
      { retryAfterSeconds: 5 },
      { cause },
    );
  }
}
