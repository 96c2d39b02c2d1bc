import { EntitySchema } from 'typeorm';
import { asBigInt } from './exact-columns.js';

export interface ProviderRow {
  id: string;
  name: string;
  type: string;
  status: string;
  draining: boolean;
  hipaaCompliant: boolean;
  baaAvailable: boolean;
  baseUrl: string | null;
  authType: string;
  region: string | null;
  credential: string | null;
  connection: object;
  capabilities: string[];
  config: object;
  revision: number;
  createdAt: Date;
  updatedAt: Date;
}

export const providerRows = new EntitySchema<ProviderRow>({
  name: 'provider',
  tableName: 'providers',
  columns: {
    id: { type: 'text', primary: true },
    name: { type: 'text' },
    type: { type: 'text' },
    status: { type: 'text', default: 'active' },
    draining: { type: 'boolean', default: false },
    hipaaCompliant: { type: 'boolean', name: 'hipaa_compliant', default: false },
    baaAvailable: { type: 'boolean', name: 'baa_available', default: false },
    baseUrl: { type: 'text', name: 'base_url', nullable: true },
    authType: { type: 'text', name: 'auth_type', default: 'api_key' },
    capabilities: { type: 'text', array: true, default: [] },
    config: { type: 'jsonb', default: {} },
    region: { type: 'text', nullable: true },
    credential: { type: 'text', nullable: true },
    connection: { type: 'jsonb', default: {} },
    revision: { type: 'integer', default: 1 },
    createdAt: { type: 'timestamptz', name: 'created_at', default: () => 'now()' },
    updatedAt: { type: 'timestamptz', name: 'updated_at', default: () => 'now()' },
  },
});

export interface ModelRow {
  id: string;
  providerId: string;
  name: string;
  displayName: string;
  description: string | null;
  type: string;
  specialty: string;
  capabilities: string[];
  contextWindow: number | null;
  maxOutputTokens: number | null;
  supportsFunctions: boolean;
  supportsVision: boolean;
  supportsStreaming: boolean;
  hasThinkingMode: boolean;
  thinkingBudgetTokens: number | null;
  thermalState: string | null;
  thermalConfig: unknown;
  status: string;
  draining: boolean;
  releaseDate: string | null;
  deprecationDate: string | null;
  revision: number;
  createdAt: Date;
  updatedAt: Date;
}

export const modelRows = new EntitySchema<ModelRow>({
  name: 'model',
  tableName: 'models',
  columns: {
    id: { type: 'text', primary: true },
    providerId: { type: 'text', name: 'provider_id' },
    name: { type: 'text' },
    displayName: { type: 'text', name: 'display_name' },
    description: { type: 'text', nullable: true },
    type: { type: 'text' },
    specialty: { type: 'text' },
    capabilities: { type: 'text', array: true, default: [] },
    contextWindow: { type: 'integer', name: 'context_window', nullable: true },
    maxOutputTokens: { type: 'integer', name: 'max_output_tokens', nullable: true },
    supportsFunctions: { type: 'boolean', name: 'supports_functions', default: false },
    supportsVision: { type: 'boolean', name: 'supports_vision', default: false },
    supportsStreaming: { type: 'boolean', name: 'supports_streaming', default: false },
    hasThinkingMode: { type: 'boolean', name: 'has_thinking_mode', default: false },
    thinkingBudgetTokens: { type: 'integer', name: 'thinking_budget_tokens', nullable: true },
    thermalState: { type: 'text', name: 'thermal_state', nullable: true },
    thermalConfig: { type: 'jsonb', name: 'thermal_config', nullable: true },
    status: { type: 'text', default: 'active' },
    draining: { type: 'boolean', default: false },
    releaseDate: { type: 'date', name: 'release_date', nullable: true },
    deprecationDate: { type: 'date', name: 'deprecation_date', nullable: true },
    revision: { type: 'integer', default: 1 },
    createdAt: { type: 'timestamptz', name: 'created_at', default: () => 'now()' },
    updatedAt: { type: 'timestamptz', name: 'updated_at', default: () => 'now()' },
  },
});

export interface ModelPriceRow {
  modelId: string;
  version: number;
  effectiveFrom: Date;
  effectiveTo: Date | null;
  inputPicos: bigint | null;
  cachedInputPicos: bigint | null;
  outputPicos: bigint | null;
  reasoningPicos: bigint | null;
  otherRates: unknown;
  tiers: unknown;
  markupBasisPoints: number;
  createdAt: Date;
}

export const modelPriceRows = new EntitySchema<ModelPriceRow>({
  name: 'model_price',
  tableName: 'model_prices',
  columns: {
    modelId: { type: 'text', name: 'model_id', primary: true },
    version: { type: 'integer', primary: true },
    effectiveFrom: { type: 'timestamptz', name: 'effective_from' },
    effectiveTo: { type: 'timestamptz', name: 'effective_to', nullable: true },
    inputPicos: { type: 'bigint', name: 'input_picos', nullable: true, transformer: asBigInt },
    cachedInputPicos: { type: 'bigint', name: 'cached_input_picos', nullable: true, transformer: asBigInt },
    outputPicos: { type: 'bigint', name: 'output_picos', nullable: true, transformer: asBigInt },
    reasoningPicos: { type: 'bigint', name: 'reasoning_picos', nullable: true, transformer: asBigInt },
    otherRates: { type: 'jsonb', name: 'other_rates', default: {} },
    tiers: { type: 'jsonb', default: [] },
    markupBasisPoints: { type: 'integer', name: 'markup_basis_points' },
    createdAt: { type: 'timestamptz', name: 'created_at', default: () => 'now()' },
  },
});
