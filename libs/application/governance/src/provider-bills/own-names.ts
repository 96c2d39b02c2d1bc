import type { OwnName } from '@radiant/billing';
import type { Model } from '@radiant/registry';

/** A bill may name a model as the provider does, or by its id here: what it is called there. */
export function ownNames(models: readonly Model[]): OwnName {
  const names = new Map(models.map(({ providerId: provider, id, name }) => [`${provider} ${id}`, name]));
  const own = new Set(models.map(({ providerId: provider, name }) => `${provider} ${name}`));
  return (provider, model) => {
    const key = `${provider} ${model}`;
    return own.has(key) ? model : (names.get(key) ?? model);
  };
}
