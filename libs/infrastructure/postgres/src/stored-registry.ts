import { modelId, providerId } from '@radiant/kernel';
import {
  AUTH_TYPES,
  MODEL_STATUSES,
  MODEL_TYPES,
  PROVIDER_STATUSES,
  PROVIDER_TYPES,
  THERMAL_STATES,
  type Model,
  type ModelPrice,
  type Provider,
} from '@radiant/registry';
import { storedConnection } from './stored-connection.js';
import type { ModelRow, ProviderRow } from './registry-rows.js';
import { storedThermalConfig } from './stored-thermal-config.js';
import { storedWord } from './stored-value.js';

/** @throws DomainError `service_unavailable` when the row is not valid. */
export const storedProvider = (row: ProviderRow): Provider => ({
  id: providerId(row.id),
  name: row.name,
  type: storedWord(PROVIDER_TYPES, row.type),
  status: storedWord(PROVIDER_STATUSES, row.status),
  draining: row.draining,
  hipaaCompliant: row.hipaaCompliant,
  baaAvailable: row.baaAvailable,
  baseUrl: row.baseUrl ?? undefined,
  authType: storedWord(AUTH_TYPES, row.authType),
  region: row.region ?? undefined,
  credential: row.credential ?? undefined,
  connection: storedConnection(row.connection),
  capabilities: row.capabilities,
  config: Object.fromEntries(Object.entries(row.config)),
  revision: row.revision,
  createdAt: row.createdAt.getTime(),
  updatedAt: row.updatedAt.getTime(),
});

/** @param prices oldest version first. @throws DomainError `service_unavailable` when the row is not valid. */
export const storedModel = (row: ModelRow, prices: readonly ModelPrice[]): Model => ({
  id: modelId(row.id),
  providerId: providerId(row.providerId),
  name: row.name,
  displayName: row.displayName,
  description: row.description ?? undefined,
  type: storedWord(MODEL_TYPES, row.type),
  specialty: row.specialty,
  capabilities: row.capabilities,
  contextWindow: row.contextWindow ?? undefined,
  maxOutputTokens: row.maxOutputTokens ?? undefined,
  supportsFunctions: row.supportsFunctions,
  supportsVision: row.supportsVision,
  supportsStreaming: row.supportsStreaming,
  hasThinkingMode: row.hasThinkingMode,
  thinkingBudgetTokens: row.thinkingBudgetTokens ?? undefined,
  prices,
  thermalState: row.thermalState === null ? undefined : storedWord(THERMAL_STATES, row.thermalState),
  thermalConfig: storedThermalConfig(row.thermalConfig),
  status: storedWord(MODEL_STATUSES, row.status),
  draining: row.draining,
  releaseDate: row.releaseDate ?? undefined,
  deprecationDate: row.deprecationDate ?? undefined,
  revision: row.revision,
  createdAt: row.createdAt.getTime(),
  updatedAt: row.updatedAt.getTime(),
});
