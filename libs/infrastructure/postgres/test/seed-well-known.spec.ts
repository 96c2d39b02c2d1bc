import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isPricedFor, priceAt, RegistryView, type Model } from '@radiant/registry';
import { PostgresRegistryStore } from '../src/postgres-registry-store.js';
import { seedDemo } from '../src/seed-demo.js';
import { seedWellKnownModels } from '../src/seed-well-known.js';
import { openTestStore, type TestStore } from './test-store.js';

const NOW = Date.UTC(2026, 11, 1);

let store: TestStore;
beforeAll(async () => {
  store = await openTestStore();
  await seedDemo(store.database.ownerUrl, { tenants: [], localUpstream: true });
});
afterAll(() => store.close());

const load = () => new PostgresRegistryStore(store.unitOfWork).load();
const known = async (): Promise<Model[]> => (await load()).models.filter(({ providerId }) => providerId !== 'demo');

describe('seedWellKnownModels', () => {
  it('gives about forty models a price, a window and what they can do', async () => {
    const added = await seedWellKnownModels(store.database.ownerUrl);
    const models = await known();
    expect(added).toBe(models.length);
    expect(models.length).toBeGreaterThanOrEqual(40);
    for (const model of models) {
      const price = priceAt(model, NOW);
      const service = model.specialty === 'embedding' ? 'embeddings' : 'chat';
      expect([model.id, price !== undefined && isPricedFor(price, service)]).toEqual([model.id, true]);
      expect(price?.rates.input_tokens).toBeGreaterThan(0n);
      expect(model.contextWindow).toBeGreaterThan(0);
      expect(model.id.includes('embed')).toBe(service === 'embeddings');
    }
  });

  it('serves none of them before its provider is made active, and leaves the demo as it is', async () => {
    const view = new RegistryView(await load());
    expect(view.servedModels.map(({ providerId }) => providerId)).toEqual(Array(5).fill('demo'));
    const offered = view.offered({ status: 'active' }, { limit: 100, offset: 0 });
    expect(offered.items.map(({ id }) => id).sort()).toEqual([
      'demo-chat-large',
      'demo-chat-small',
      'demo-embed',
      'demo-moderation',
      'demo-rerank',
    ]);
    expect(view.offeredModel('openai/gpt-4o').status).toBe('inactive');
    await store.superuser.query("update providers set status = 'active' where id = 'openai'");
    const connected = new RegistryView(await load());
    expect(connected.offeredModel('openai/gpt-4o').status).toBe('active');
    expect(connected.servedModels.some(({ id }) => id === 'openai/gpt-4o')).toBe(true);
  });

  it('leaves out what a provider refuses', async () => {
    const { providers } = await load();
    const connectionOf = (id: string) => providers.find((provider) => provider.id === id)?.connection;
    const [mistral, groq] = [connectionOf('mistral'), connectionOf('groq')];
    expect(mistral?.omit).toEqual(expect.arrayContaining(['user', 'stream_options', 'logprobs']));
    expect(mistral?.rename).toEqual({ max_completion_tokens: 'max_tokens', seed: 'random_seed' });
    expect(groq?.omit).toEqual(['logprobs', 'top_logprobs', 'logit_bias']);
  });

  it('changes nothing the second time, not even what an administrator has changed', async () => {
    await store.superuser.query("update models set display_name = 'Ours' where id = 'openai/gpt-4o'");
    const before = await load();
    expect(await seedWellKnownModels(store.database.ownerUrl)).toBe(0);
    expect(await load()).toEqual(before);
  });
});
