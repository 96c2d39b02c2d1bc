import type { TenantSettings } from '@radiant/identity';
import { modelId, providerId } from '@radiant/kernel';
import type { GovernanceTransaction } from '../ports/governance-transactions.js';
import { invalid } from '../validation.js';

/**
 * Settings that calls can follow: a default model that is served, by a provider that the tenant allows, and providers that
 * are there. A default model may be the name of a routing rule as well.
 * @param settings checked field by field before. @throws DomainError `validation_error` naming the field.
 */
export async function checkedRoutes(
  { defaultModel, allowedProviders }: TenantSettings,
  { models, providers, rules }: Pick<GovernanceTransaction, 'models' | 'providers' | 'rules'>,
): Promise<void> {
  for (const id of [...(allowedProviders ?? [])].sort()) {
    if (!(await providers.find(providerId(id))))
      throw invalid('settings.allowed_providers', 'providers that are there');
  }
  if (defaultModel === undefined) return;
  const field = 'settings.default_model';
  if (await rules.find(defaultModel)) return;
  const model = await models.find(modelId(defaultModel));
  if (model?.status !== 'active') throw invalid(field, 'an active model or a routing rule');
  if (allowedProviders && !allowedProviders.includes(model.providerId)) {
    throw invalid(field, 'a model of a provider in settings.allowed_providers');
  }
}
