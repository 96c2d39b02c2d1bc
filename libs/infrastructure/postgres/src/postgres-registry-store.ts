import { modelId, providerId } from '@radiant/kernel';
import {
  AUTH_TYPES,
  MODEL_STATUSES,
  MODEL_TYPES,
  PROVIDER_STATUSES,
  PROVIDER_TYPES,
  RegistryStore,
  THERMAL_STATES,
  type Model,
  type ModelPrice,
  type Provider,
  type RegistrySnapshot,
} from '@radiant/registry';
import {
  modelPriceRows,
  modelRows,
  providerRows,
  type ModelPriceRow,
  type ModelRow,
  type ProviderRow,
} from './registry-rows.js';
import { storedThermalConfig } from './stored-thermal-config.js';
import { storedWord } from './stored-value.js';
import type { UnitOfWork } from './unit-of-work.js';

/** The registry's tables, read whole in one snapshot. */
export class PostgresRegistryStore extends RegistryStore {
  constructor(private readonly unitOfWork: UnitOfWork) {
    super();
  }

  load(): Promise<RegistrySnapshot> {
    return this.unitOfWork.forPlatform((platform) =>
      platform.transaction('REPEATABLE READ', async (manager) => {
        const providers = await manager.find(providerRows);
        const models = await manager.find(modelRows);
        const prices = await manager.find(modelPriceRows, { order: { version: 'ASC' } });
        const byModel = new Map<string, ModelPrice[]>();
        for (const row of prices) {
          const known = byModel.get(row.modelId);
          if (known) known.push(price(row));
          else byModel.set(row.modelId, [price(row)]);
        }
        return {
          providers: providers.map(provider),
          models: models.map((row) => model(row, byModel.get(row.id) ?? [])),
        };
      }),
    );
  }
}

const provider = (row: ProviderRow): Provider => ({
  id: providerId(row.id),
  name: row.name,
  type: storedWord(PROVIDER_TYPES, row.type),
  status: storedWord(PROVIDER_STATUSES, row.status),
  hipaaCompliant: row.hipaaCompliant,
  baaAvailable: row.baaAvailable,
  baseUrl: row.baseUrl ?? undefined,
  authType: storedWord(AUTH_TYPES, row.authType),
  capabilities: row.capabilities,
  createdAt: row.createdAt.getTime(),
  updatedAt: row.updatedAt.getTime(),
});

const model = (row: ModelRow, prices: readonly ModelPrice[]): Model => ({
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
  releaseDate: row.releaseDate ?? undefined,
  deprecationDate: row.deprecationDate ?? undefined,
  createdAt: row.createdAt.getTime(),
  updatedAt: row.updatedAt.getTime(),
});

const price = (row: ModelPriceRow): ModelPrice => ({
  version: row.version,
  effectiveFrom: row.effectiveFrom.getTime(),
  inputPicos: row.inputPicos,
  cachedInputPicos: row.cachedInputPicos,
  outputPicos: row.outputPicos,
  reasoningPicos: row.reasoningPicos,
  markupBasisPoints: row.markupBasisPoints,
});
