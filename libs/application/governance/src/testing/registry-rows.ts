import { modelId, providerId } from '@radiant/kernel';
import type { Model, Provider } from '@radiant/registry';
import type { World } from './world.js';

export const ACME = providerId('acme');
export const LARGE = modelId('acme-large');

export const providerOf = ({ now }: World, over: Partial<Provider> = {}): Provider => ({
  id: ACME,
  name: 'Acme',
  type: 'external',
  status: 'active',
  hipaaCompliant: false,
  baaAvailable: false,
  baseUrl: 'https://models.acme.example',
  authType: 'api_key',
  region: undefined,
  credential: 'env:ACME_KEY',
  capabilities: ['chat'],
  config: {},
  revision: 4,
  createdAt: now,
  updatedAt: now,
  ...over,
});

export const modelOf = ({ now }: World, over: Partial<Model> = {}): Model => ({
  id: LARGE,
  providerId: ACME,
  name: 'large-2026',
  displayName: 'Acme Large',
  description: 'Long contexts',
  type: 'external',
  specialty: 'general',
  capabilities: ['chat'],
  contextWindow: 200_000,
  maxOutputTokens: 32_000,
  supportsFunctions: true,
  supportsVision: false,
  supportsStreaming: true,
  hasThinkingMode: false,
  thinkingBudgetTokens: undefined,
  prices: [],
  thermalState: undefined,
  thermalConfig: undefined,
  status: 'active',
  releaseDate: undefined,
  deprecationDate: undefined,
  revision: 2,
  createdAt: now,
  updatedAt: now,
  ...over,
});
