import { afterEach, describe, expect, it } from '@jest/globals';
import { modelId } from '@radiant/kernel';
import type { Model } from '@radiant/registry';
import { describeModelRuntime, FULL_MODEL } from '@radiant/registry/testing';
import { createSageMakerClient } from '../src/sagemaker-client.js';
import { SageMakerRuntime, type SageMakerTarget } from '../src/sagemaker-runtime.js';
import { AWS_TEXT, FakeSageMaker } from './fake-sagemaker.js';

const COMPONENT: Model = { ...FULL_MODEL, id: modelId('own/llama') };
const VARIANT: Model = { ...FULL_MODEL, id: modelId('own/mistral') };
const FOREIGN: Model = { ...FULL_MODEL, id: modelId('foreign') };
const MISSING: Model = { ...FULL_MODEL, id: modelId('own/missing') };
const TARGETS = new Map<string, SageMakerTarget>([
  [COMPONENT.id, { kind: 'component', name: 'llama' }],
  [VARIANT.id, { kind: 'endpoint', name: 'mistral', variant: 'AllTraffic' }],
  [MISSING.id, { kind: 'endpoint', name: 'mistral', variant: 'Missing' }],
]);

const running: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of running.splice(0)) await stop();
});

async function given(): Promise<{ readonly runtime: SageMakerRuntime; readonly fake: FakeSageMaker }> {
  const fake = new FakeSageMaker();
  const client = createSageMakerClient(await fake.start());
  running.push(async () => {
    client.destroy();
    await fake.stop();
  });
  return { runtime: new SageMakerRuntime(client, TARGETS), fake };
}

describe.each([
  ['SageMaker inference component', COMPONENT],
  ['SageMaker endpoint variant', VARIANT],
])('%s', (name, known) => {
  describeModelRuntime(name, async () => {
    const { runtime, fake } = await given();
    return { runtime, known, foreign: FOREIGN, carriedOut: async () => fake.carryOut() };
  });
});

describe('SageMakerRuntime', () => {
  it('asks for what is wanted already no second time: SageMaker refuses while it updates', async () => {
    const { runtime, fake } = await given();
    await runtime.scale(COMPONENT, 1);
    await runtime.scale(COMPONENT, 1);
    expect(fake.updates).toEqual(['UpdateInferenceComponentRuntimeConfig']);
  });

  it("says in our own words that it can't be reached, or knows no such variant", async () => {
    const { runtime, fake } = await given();
    await expect(runtime.standing(MISSING)).rejects.toMatchObject({ code: 'service_unavailable' });
    fake.failing = true;
    for (const failed of [runtime.standing(COMPONENT), runtime.scale(VARIANT, 1)]) {
      const error: unknown = await failed.catch((caught: unknown) => caught);
      expect(error).toMatchObject({ code: 'service_unavailable' });
      expect(String(error)).not.toContain(AWS_TEXT);
    }
  });
});
