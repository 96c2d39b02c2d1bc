import { modelId, providerId } from '@radiant/kernel';
import { agreementId, type Agreement } from '../agreement.js';
import type { Model, ModelPrice } from '../model.js';
import { PLAIN_CONNECTION } from '../connection.js';
import type { RegistrySnapshot } from '../ports/registry-store.js';
import type { Provider } from '../provider.js';
import type { RoutingRule } from '../routing/routing-rule.js';

export const NEW_YEAR = Date.UTC(2026, 0, 1);
const DAY_MS = 86_400_000;

export const FULL_PROVIDER: Provider = {
  id: providerId('acme'),
  name: 'Acme',
  type: 'mid-tier',
  status: 'deprecated',
  draining: true,
  hipaaCompliant: true,
  baaAvailable: true,
  baseUrl: 'https://models.acme.test',
  authType: 'oauth',
  region: 'eu-central-1',
  credential: 'env:ACME_KEY',
  connection: {
    dialect: 'azure_openai',
    apiVersion: '2024-10-21',
    keyHeader: 'x-acme-key',
    omit: ['seed', 'logit_bias'],
    rename: { max_completion_tokens: 'max_tokens' },
    extraFields: ['verbosity'],
    ca: 'env:ACME_CA',
    clientCertificate: 'env:ACME_CERTIFICATE',
    clientKey: 'secret:arn:aws:secretsmanager:eu-central-1:111122223333:secret:acme#key',
  },
  capabilities: ['chat', 'embeddings'],
  config: { tier: 'gold', limits: { requests: 5 } },
  revision: 7,
  createdAt: NEW_YEAR,
  updatedAt: NEW_YEAR + 1,
};
export const BARE_PROVIDER: Provider = {
  id: providerId('local'),
  name: 'Local',
  type: 'self-hosted',
  status: 'active',
  draining: false,
  hipaaCompliant: false,
  baaAvailable: false,
  baseUrl: undefined,
  authType: 'none',
  region: undefined,
  credential: undefined,
  connection: PLAIN_CONNECTION,
  capabilities: [],
  config: {},
  revision: 1,
  createdAt: NEW_YEAR,
  updatedAt: NEW_YEAR,
};

/** Every kind of rate, beyond what a float holds exactly. */
export const price = (version: number, effectiveFrom: number): ModelPrice => ({
  version,
  effectiveFrom,
  effectiveTo: Date.UTC(2100, 0, 1),
  rates: {
    input_tokens: 9_007_199_254_740_993n,
    cached_input_tokens: 1n,
    cache_write_tokens: 9_007_199_254_740_997n,
    output_tokens: 9_007_199_254_740_995n,
    reasoning_tokens: 0n,
    requests: 5n,
  },
  tiers: [
    { aboveInputTokens: 128_000, rates: { input_tokens: 9_007_199_254_740_999n } },
    { aboveInputTokens: 256_000, rates: { input_tokens: 3n, images: 9n } },
  ],
  markupBasisPoints: 4_000,
});

export const FULL_MODEL: Model = {
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
  draining: true,
  releaseDate: '2026-01-01',
  deprecationDate: '2026-12-31',
  revision: 3,
  createdAt: NEW_YEAR,
  updatedAt: NEW_YEAR + 1,
};
/** Nothing but an input. */
export const barePrice = (version: number, effectiveFrom: number): ModelPrice => ({
  version,
  effectiveFrom,
  effectiveTo: undefined,
  rates: { input_tokens: 1n },
  tiers: [],
  markupBasisPoints: 0,
});

export const BARE_MODEL: Model = {
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
  draining: false,
  releaseDate: undefined,
  deprecationDate: undefined,
  revision: 1,
  createdAt: NEW_YEAR,
  updatedAt: NEW_YEAR,
};

export const NARROW_AGREEMENT: Agreement = {
  id: agreementId('aaaaaaaa-0000-4000-8000-000000000001'),
  providerId: FULL_PROVIDER.id,
  modelId: FULL_MODEL.id,
  region: 'eu-central-1',
  documentReference: 'Contract 2026/17',
  services: ['chat'],
  effectiveFrom: NEW_YEAR,
  expiresAt: NEW_YEAR + DAY_MS,
  revision: 2,
  createdAt: NEW_YEAR,
  updatedAt: NEW_YEAR + 1,
};
export const WIDE_AGREEMENT: Agreement = {
  ...NARROW_AGREEMENT,
  id: agreementId('aaaaaaaa-0000-4000-8000-000000000002'),
  modelId: undefined,
  region: undefined,
  services: ['chat', 'embeddings'],
};
export const RULE: RoutingRule = {
  name: 'fast',
  targets: [
    { modelId: FULL_MODEL.id, priority: 0, weight: 3 },
    { modelId: BARE_MODEL.id, priority: 1, weight: 1 },
  ],
  prefer: 'quick',
  revision: 1,
  createdAt: NEW_YEAR,
  updatedAt: NEW_YEAR,
};

export const NOTHING: RegistrySnapshot = { providers: [], models: [], agreements: [], rules: [] };
