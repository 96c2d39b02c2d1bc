import { PhiConfigs } from '@radiant/governance';
import { DomainError } from '@radiant/kernel';
import { isPhiCategory, PHI_CATEGORIES } from '@radiant/phi';

type Config = Readonly<Record<string, unknown>>;

const MODES = ['auto', 'manual', 'disabled'];
/** A month: originals are for putting back, not for keeping. */
const LONGEST_TTL_HOURS = 720;

/** The specification's `phi_config`, whole: what it does not name would otherwise be anybody's guess. */
export class CheckedPhiConfigs extends PhiConfigs {
  check(config: Config): Config {
    onlyFields('phi_config', config, ['mode', 'categories', 'reidentification']);
    const { mode, categories = {}, reidentification } = config;
    if (typeof mode !== 'string' || !MODES.includes(mode)) throw invalid('mode', `one of ${MODES.join(', ')}`);
    return {
      mode,
      categories: checkedCategories(categories),
      reidentification: checkedReidentification(reidentification),
    };
  }
}

function checkedCategories(categories: unknown): Config {
  if (!isConfig(categories)) throw invalid('categories', 'an object of category to true or false');
  for (const [name, value] of Object.entries(categories)) {
    if (!isPhiCategory(name)) throw invalid('categories', `an object with keys of ${PHI_CATEGORIES.join(', ')}`);
    if (typeof value !== 'boolean') throw invalid(`categories.${name}`, 'true or false');
  }
  return categories;
}

function checkedReidentification(value: unknown): Config {
  const field = 'reidentification';
  if (!isConfig(value)) throw invalid(field, 'an object with allowed, requires_approval and mapping_ttl_hours');
  onlyFields(`phi_config.${field}`, value, ['allowed', 'requires_approval', 'mapping_ttl_hours']);
  const { allowed, requires_approval, mapping_ttl_hours: hours } = value;
  if (typeof allowed !== 'boolean') throw invalid(`${field}.allowed`, 'true or false');
  if (typeof requires_approval !== 'boolean') throw invalid(`${field}.requires_approval`, 'true or false');
  if (typeof hours !== 'number' || !Number.isInteger(hours) || hours < 1 || hours > LONGEST_TTL_HOURS) {
    throw invalid(`${field}.mapping_ttl_hours`, `a whole number from 1 to ${LONGEST_TTL_HOURS}`);
  }
  return { allowed, requires_approval, mapping_ttl_hours: hours };
}

function onlyFields(field: string, config: Config, known: readonly string[]): void {
  const stranger = Object.keys(config).some((name) => !known.includes(name));
  if (stranger) throw new DomainError('validation_error', `${field} may hold ${known.join(', ')}`, { field });
}

const isConfig = (value: unknown): value is Config =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const invalid = (field: string, expected: string): DomainError =>
  new DomainError('validation_error', `phi_config.${field} must be ${expected}`, { field: `phi_config.${field}` });
