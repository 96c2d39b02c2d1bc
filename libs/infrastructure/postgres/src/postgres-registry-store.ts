import { RegistryStore, type ModelPrice, type RegistrySnapshot } from '@radiant/registry';
import { modelPriceRows, modelRows, providerRows } from './registry-rows.js';
import { storedPrice } from './stored-price.js';
import { storedModel, storedProvider } from './stored-registry.js';
import {
  AGREEMENTS,
  RULES,
  storedAgreement,
  storedRule,
  type AgreementRecord,
  type RuleRecord,
} from './stored-routing.js';
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
          if (known) known.push(storedPrice(row));
          else byModel.set(row.modelId, [storedPrice(row)]);
        }
        const agreements = await manager.query<readonly AgreementRecord[]>(`${AGREEMENTS} order by id`);
        const rules = await manager.query<readonly RuleRecord[]>(`${RULES} order by name`);
        return {
          providers: providers.map(storedProvider),
          models: models.map((row) => storedModel(row, byModel.get(row.id) ?? [])),
          agreements: agreements.map(storedAgreement),
          rules: rules.map(storedRule),
        };
      }),
    );
  }
}
