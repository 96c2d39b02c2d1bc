import { modelId, providerId } from '@radiant/kernel';
import {
  agreementId,
  PLAIN_CONNECTION,
  type Agreement,
  priceImportId,
  type Model,
  type PriceImport,
  type Provider,
  type RoutingRule,
} from '@radiant/registry';
import type { World } from './world.js';

export const ACME = providerId('acme');
export const LARGE = modelId('acme-large');

export const providerOf = ({ now }: World, over: Partial<Provider> = {}): Provider => ({
  id: ACME,
  name: 'Acme',
  type: 'external',
  status: 'active',
  draining: false,
  hipaaCompliant: false,
  baaAvailable: false,
  baseUrl: 'https://models.acme.example',
  authType: 'api_key',
  region: undefined,
  credential: 'env:ACME_KEY',
  connection: PLAIN_CONNECTION,
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
  draining: false,
  releaseDate: undefined,
  deprecationDate: undefined,
  revision: 2,
  createdAt: now,
  updatedAt: now,
  ...over,
});

export const AGREEMENT_ID = agreementId('bbbbbbbb-0000-4000-8000-000000000001');

export const agreementOf = ({ now }: World, over: Partial<Agreement> = {}): Agreement => ({
  id: AGREEMENT_ID,
  providerId: ACME,
  modelId: undefined,
  region: undefined,
  documentReference: 'Contract 2026/17',
  services: ['chat'],
  effectiveFrom: now - 1_000,
  expiresAt: now + 1_000,
  revision: 3,
  createdAt: now,
  updatedAt: now,
  ...over,
});

export const PRICE_IMPORT_ID = priceImportId('cccccccc-0000-4000-8000-000000000001');

export const priceImportOf = ({ now }: World): PriceImport => ({
  id: PRICE_IMPORT_ID,
  source: 'prices.json',
  proposals: [],
  unchanged: 1,
  unlisted: 0,
  createdAt: now,
  createdBy: 'root',
  status: 'pending',
  decidedAt: undefined,
  decidedBy: undefined,
  taken: undefined,
});

export const ruleOf = ({ now }: World, over: Partial<RoutingRule> = {}): RoutingRule => ({
  name: 'fast',
  targets: [{ modelId: LARGE, priority: 0, weight: 1 }],
  prefer: 'share',
  revision: 1,
  createdAt: now,
  updatedAt: now,
  ...over,
});
