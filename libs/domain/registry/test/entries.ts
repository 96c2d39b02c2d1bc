import { DomainError, modelId, providerId } from '@radiant/kernel';
import { agreementId, type Agreement } from '../src/agreement.js';
import { PLAIN_CONNECTION } from '../src/connection.js';
import type { Model, ModelPrice } from '../src/model.js';
import { RegistryStore, type RegistrySnapshot } from '../src/ports/registry-store.js';
import type { Provider } from '../src/provider.js';
import type { RouteDemands } from '../src/routing/consider.js';

export const NOON = Date.UTC(2026, 0, 15, 12);

/** Holds what a test gives it, counts its loads and fails when told to. */
export class GivenStore extends RegistryStore {
  loads = 0;
  failing = false;
  constructor(public content: RegistrySnapshot) {
    super();
  }
  async load(): Promise<RegistrySnapshot> {
    this.loads += 1;
    if (this.failing) throw new DomainError('service_unavailable', 'the registry is down');
    return this.content;
  }
}

export const provider = (id: string, over: Partial<Provider> = {}): Provider => ({
  id: providerId(id),
  name: id,
  type: 'external',
  status: 'active',
  draining: false,
  hipaaCompliant: true,
  baaAvailable: true,
  baseUrl: undefined,
  authType: 'api_key',
  region: undefined,
  credential: undefined,
  connection: PLAIN_CONNECTION,
  capabilities: [],
  config: {},
  revision: 1,
  createdAt: NOON,
  updatedAt: NOON,
  ...over,
});

export const price = (over: Partial<ModelPrice> = {}): ModelPrice => ({
  version: 1,
  effectiveFrom: NOON - 1,
  effectiveTo: undefined,
  rates: { input_tokens: 1n, output_tokens: 1n },
  tiers: [],
  markupBasisPoints: 0,
  ...over,
});

export const model = (id: string, over: Partial<Model> = {}): Model => ({
  id: modelId(id),
  providerId: providerId('acme'),
  name: `upstream-${id}`,
  displayName: id,
  description: undefined,
  type: 'external',
  specialty: 'general',
  capabilities: [],
  contextWindow: undefined,
  maxOutputTokens: undefined,
  supportsFunctions: false,
  supportsVision: false,
  supportsStreaming: true,
  hasThinkingMode: false,
  thinkingBudgetTokens: undefined,
  prices: [price()],
  thermalState: undefined,
  thermalConfig: undefined,
  status: 'active',
  draining: false,
  releaseDate: undefined,
  deprecationDate: undefined,
  revision: 1,
  createdAt: NOON,
  updatedAt: NOON,
  ...over,
});

/** Of everything of acme, in force for long. */
export const agreement = (over: Partial<Agreement> = {}): Agreement => ({
  id: agreementId('aaaaaaaa-0000-4000-8000-000000000001'),
  providerId: providerId('acme'),
  modelId: undefined,
  region: undefined,
  documentReference: 'Contract 2026/17',
  services: ['chat', 'embeddings'],
  effectiveFrom: NOON - 1_000,
  expiresAt: NOON + 1_000,
  revision: 1,
  createdAt: NOON,
  updatedAt: NOON,
  ...over,
});

/** A call of chat under a policy that hides PHI, by a caller who may use everything. */
export const ANY: RouteDemands = { service: 'chat', exposesPhi: false, providers: undefined, models: undefined };

export const ids = (items: readonly { readonly id: string }[]): string[] => items.map(({ id }) => id);
