import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { SageMakerOptions } from '../src/sagemaker-client.js';

/** The text that comes with every exception and must reach nobody. */
export const AWS_TEXT = 'arn:aws:iam::111122223333:role/secret is not authorized';

interface Counted {
  current: number;
  desired: number;
}

/** SageMaker's JSON 1.1 protocol over HTTP, for one component and one variant. What is asked for stays asked for until `carryOut`. */
export class FakeSageMaker {
  readonly component: Counted = { current: 0, desired: 0 };
  readonly variant: Counted = { current: 0, desired: 0 };
  /** Names of the operations that changed something. */
  readonly updates: string[] = [];
  failing = false;
  private readonly server = createServer((request, response) => {
    void json(request).then((input) => {
      const operation = String(request.headers['x-amz-target']).replace('SageMaker.', '');
      const answer = this.failing ? undefined : this.answer(operation, new Map(Object.entries(input ?? {})));
      const body = answer ?? { __type: 'AccessDeniedException', message: AWS_TEXT };
      response.writeHead(answer ? 200 : 400, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify(body));
    });
  });

  async start(): Promise<SageMakerOptions> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    const { port } = this.server.address() as AddressInfo;
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    return { region: 'us-east-1', endpoint: `http://127.0.0.1:${port}`, credentials };
  }

  async stop(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  carryOut(): void {
    for (const counted of [this.component, this.variant]) counted.current = counted.desired;
  }

  private answer(operation: string, input: ReadonlyMap<string, unknown>): object | undefined {
    switch (operation) {
      case 'DescribeInferenceComponent':
        if (input.get('InferenceComponentName') !== 'llama') return undefined;
        return {
          InferenceComponentStatus: this.component.current === this.component.desired ? 'InService' : 'Updating',
          RuntimeConfig: { CurrentCopyCount: this.component.current, DesiredCopyCount: this.component.desired },
        };
      case 'UpdateInferenceComponentRuntimeConfig':
        return this.update(operation, this.component, input.get('DesiredRuntimeConfig'), 'CopyCount');
      case 'DescribeEndpoint':
        return {
          EndpointStatus: this.variant.current === this.variant.desired ? 'InService' : 'Updating',
          ProductionVariants: [
            { VariantName: 'other', CurrentInstanceCount: 9, DesiredInstanceCount: 9 },
            {
              VariantName: 'AllTraffic',
              CurrentInstanceCount: this.variant.current,
              DesiredInstanceCount: this.variant.desired,
            },
          ],
        };
      case 'UpdateEndpointWeightsAndCapacities': {
        const capacities = input.get('DesiredWeightsAndCapacities');
        return this.update(operation, this.variant, Array.isArray(capacities) && capacities[0], 'DesiredInstanceCount');
      }
      default:
        return undefined;
    }
  }

  private update(operation: string, counted: Counted, config: unknown, field: string): object {
    counted.desired = Number(new Map<string, unknown>(Object.entries(Object(config))).get(field));
    this.updates.push(operation);
    return { EndpointArn: 'arn:aws:sagemaker:us-east-1:111122223333:endpoint/own' };
  }
}
