import { PLATFORM_TENANT, type ModelId, type ProviderId } from '@radiant/kernel';
import {
  ModelStore,
  ProviderStore,
  type Model,
  type ModelPrice,
  type Provider,
  type ThermalConfig,
} from '@radiant/registry';
import type { EntityManager } from 'typeorm';
import { modelPriceRows, modelRows, providerRows } from '../registry-rows.js';
import { connectionColumn } from '../stored-connection.js';
import { priceRow, storedPrice } from '../stored-price.js';
import { storedModel, storedProvider } from '../stored-registry.js';
import type { Columns, Statements } from './statements.js';

/** The rows of `providers`, which all tenants share. */
export class PostgresProviderStore extends ProviderStore {
  constructor(
    private readonly statements: Statements,
    private readonly manager: EntityManager,
  ) {
    super();
  }

  async find(id: ProviderId): Promise<Provider | undefined> {
    await this.statements.hold('providers', PLATFORM_TENANT, id);
    const row = await this.manager.findOneBy(providerRows, { id });
    return row ? storedProvider(row) : undefined;
  }

  async add(provider: Provider): Promise<void> {
    const { id, createdAt } = provider;
    await this.statements.add('providers', { id, created_at: new Date(createdAt), ...providerColumns(provider) });
  }

  async save(provider: Provider): Promise<void> {
    await this.statements.save('providers', { id: provider.id }, providerColumns(provider));
  }
}

/** The rows of `models`, which all tenants share. */
export class PostgresModelStore extends ModelStore {
  constructor(
    private readonly statements: Statements,
    private readonly manager: EntityManager,
  ) {
    super();
  }

  async find(id: ModelId): Promise<Model | undefined> {
    await this.statements.hold('models', PLATFORM_TENANT, id);
    const row = await this.manager.findOneBy(modelRows, { id });
    if (!row) return undefined;
    const prices = await this.manager.find(modelPriceRows, { where: { modelId: id }, order: { version: 'ASC' } });
    return storedModel(row, prices.map(storedPrice));
  }

  async add(model: Model): Promise<void> {
    const { id, providerId, createdAt } = model;
    await this.statements.add('models', {
      id,
      provider_id: providerId,
      created_at: new Date(createdAt),
      ...modelColumns(model),
    });
  }

  async save(model: Model): Promise<void> {
    await this.statements.save('models', { id: model.id }, modelColumns(model));
  }

  async addPrice(id: ModelId, price: ModelPrice): Promise<void> {
    const row = priceRow(price);
    await this.statements.add('model_prices', {
      model_id: id,
      version: row.version,
      effective_from: row.effectiveFrom,
      effective_to: row.effectiveTo,
      input_picos: row.inputPicos,
      cached_input_picos: row.cachedInputPicos,
      output_picos: row.outputPicos,
      reasoning_picos: row.reasoningPicos,
      other_rates: JSON.stringify(row.otherRates),
      tiers: JSON.stringify(row.tiers),
      markup_basis_points: row.markupBasisPoints,
    });
  }
}

const providerColumns = (provider: Provider): Columns => ({
  name: provider.name,
  type: provider.type,
  status: provider.status,
  draining: provider.draining,
  hipaa_compliant: provider.hipaaCompliant,
  baa_available: provider.baaAvailable,
  base_url: provider.baseUrl ?? null,
  auth_type: provider.authType,
  region: provider.region ?? null,
  credential: provider.credential ?? null,
  connection: connectionColumn(provider.connection),
  capabilities: [...provider.capabilities],
  config: JSON.stringify(provider.config),
  revision: provider.revision,
  updated_at: new Date(provider.updatedAt),
});

const modelColumns = (model: Model): Columns => ({
  name: model.name,
  display_name: model.displayName,
  description: model.description ?? null,
  type: model.type,
  specialty: model.specialty,
  capabilities: [...model.capabilities],
  context_window: model.contextWindow ?? null,
  max_output_tokens: model.maxOutputTokens ?? null,
  supports_functions: model.supportsFunctions,
  supports_vision: model.supportsVision,
  supports_streaming: model.supportsStreaming,
  has_thinking_mode: model.hasThinkingMode,
  thinking_budget_tokens: model.thinkingBudgetTokens ?? null,
  thermal_state: model.thermalState ?? null,
  thermal_config: model.thermalConfig === undefined ? null : thermalConfigColumn(model.thermalConfig),
  status: model.status,
  draining: model.draining,
  release_date: model.releaseDate ?? null,
  deprecation_date: model.deprecationDate ?? null,
  revision: model.revision,
  updated_at: new Date(model.updatedAt),
});

/** Under the specification's names, as `storedThermalConfig` reads them. */
const thermalConfigColumn = (config: ThermalConfig): string =>
  JSON.stringify({
    state: config.state,
    min_instances: config.minInstances,
    max_instances: config.maxInstances,
    scale_to_zero_after_minutes: config.scaleToZeroAfterMinutes,
    warmup_time_seconds: config.warmupTimeSeconds,
  });
