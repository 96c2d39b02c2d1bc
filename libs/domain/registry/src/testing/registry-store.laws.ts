import { describe, expect, it } from '@jest/globals';
import { modelId, providerId } from '@radiant/kernel';
import type { Model, ModelPrice } from '../model.js';
import type { RegistrySnapshot, RegistryStore } from '../ports/registry-store.js';
import type { Provider } from '../provider.js';

const NEW_YEAR = Date.UTC(2026, 0, 1);
const DAY_MS = 86_400_000;

const FULL_PROVIDER: Provider = {
  id: providerId('acme'),
  name: 'Acme',
  type: 'mid-tier',
  status: 'deprecated',
  hipaaCompliant: true,
  baaAvailable: true,
  baseUrl: 'https://models.acme.test',
  authType: 'oauth',
  capabilities: ['chat', 'embeddings'],
  createdAt: NEW_YEAR,
  updatedAt: NEW_YEAR + 1,
};
const BARE_PROVIDER: Provider = {
  id: providerId('local'),
  name: 'Local',
  type: 'self-hosted',
  status: 'active',
  hipaaCompliant: false,
  baaAvailable: false,
  baseUrl: undefined,
  authType: 'none',
  capabilities: [],
  createdAt: NEW_YEAR,
  updatedAt: NEW_YEAR,
};

/** The rates are beyond what a float holds exactly. */
const price = (version: number, effectiveFrom: number): ModelPrice => ({
  version,
  effectiveFrom,
  inputPicos: 9_007_199_254_740_993n,
  cachedInputPicos: 1n,
  outputPicos: 9_007_199_254_740_995n,
  reasoningPicos: 0n,
  markupBasisPoints: 4_000,
});

const FULL_MODEL: Model = {
  id: modelId('acme/chat-large'),
  providerId: FULL_PROVIDER.id,
  name: 'chat-large-2026',
  displayName: 'Chat Large',
  description: 'Long contexts',
  type: 'self-hosted',
  specialty: 'general',
  capabilities: ['chat', 'tools'],
  contextWindow: 200_000,
  maxOutputTokens: 32_000,
  supportsFunctions: true,
  supportsVision: true,
  supportsStreaming: true,
  hasThinkingMode: true,
  thinkingBudgetTokens: 16_000,
  prices: [price(1, NEW_YEAR), price(2, NEW_YEAR + DAY_MS)],
  thermalState: 'WARM',
  thermalConfig: {
    state: 'AUTOMATIC',
    minInstances: 0,
    maxInstances: 4,
    scaleToZeroAfterMinutes: 15,
    warmupTimeSeconds: 90,
  },
  status: 'deprecated',
  releaseDate: '2026-01-01',
  deprecationDate: '2026-12-31',
  createdAt: NEW_YEAR,
  updatedAt: NEW_YEAR + 1,
};
const BARE_MODEL: Model = {
  id: modelId('local-embed'),
  providerId: BARE_PROVIDER.id,
  name: 'embed',
  displayName: 'Embed',
  description: undefined,
  type: 'external',
  specialty: 'embedding',
  capabilities: [],
  contextWindow: undefined,
  maxOutputTokens: undefined,
  supportsFunctions: false,
  supportsVision: false,
  supportsStreaming: false,
  hasThinkingMode: false,
  thinkingBudgetTokens: undefined,
  prices: [],
  thermalState: undefined,
  thermalConfig: undefined,
  status: 'coming_soon',
  releaseDate: undefined,
  deprecationDate: undefined,
  createdAt: NEW_YEAR,
  updatedAt: NEW_YEAR,
};

/** The laws of RegistryStore. `make` gives a store that holds just `content`. */
export function describeRegistryStore(name: string, make: (content: RegistrySnapshot) => Promise<RegistryStore>): void {
  describe(`RegistryStore laws: ${name}`, () => {
    const load = async (content: RegistrySnapshot): Promise<RegistrySnapshot> => (await make(content)).load();

    it('loads nothing from an empty registry', async () => {
      expect(await load({ providers: [], models: [] })).toEqual({ providers: [], models: [] });
    });

    it('gives back every field, those without a value as undefined', async () => {
      const { providers, models } = await load({
        providers: [FULL_PROVIDER, BARE_PROVIDER],
        models: [FULL_MODEL, BARE_MODEL],
      });
      expect(byId(providers)).toStrictEqual(byId([FULL_PROVIDER, BARE_PROVIDER]));
      expect(byId(models)).toStrictEqual(byId([FULL_MODEL, BARE_MODEL]));
    });

    it('loads two thousand models, each with its own prices', async () => {
      const models = Array.from({ length: 2_000 }, (_, n) => ({
        ...BARE_MODEL,
        id: modelId(`model-${n}`),
        prices: [{ ...price(1, NEW_YEAR), inputPicos: BigInt(n) }],
      }));
      const loaded = await load({ providers: [BARE_PROVIDER], models });
      expect(loaded.models).toHaveLength(2_000);
      expect(loaded.models.every((model) => model.id === `model-${model.prices[0]?.inputPicos}`)).toBe(true);
    });
  });
}

const byId = <Item extends { readonly id: string }>(items: readonly Item[]): Item[] =>
  [...items].sort((a, b) => (a.id < b.id ? -1 : 1));
