import { invalid } from '../validation.js';

/** Characters of the JSON of a provider's `config`. */
const LONGEST_CONFIG = 10_000;
const DEEPEST_CONFIG = 8;
/** A secret in a row could be read by whoever reads the registry; it belongs behind a reference. */
const SECRET_NAME =
  /(?:api[_-]?key|secret|password|passwd|credential|authorization|bearer|private[_-]?key|(?:^|[_-])token$)/i;

type Config = Readonly<Record<string, unknown>>;

/** The specification's `config`: any JSON object, bounded, without what looks like a secret. */
export function checkedConfig(field: string, config: Config): Config {
  if (JSON.stringify(config).length > LONGEST_CONFIG) {
    throw invalid(field, `an object of ${LONGEST_CONFIG} characters of JSON at most`);
  }
  refuseSecrets(field, config, 1);
  return config;
}

function refuseSecrets(field: string, value: unknown, depth: number): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth > DEEPEST_CONFIG) throw invalid(field, `an object of ${DEEPEST_CONFIG} levels at most`);
  for (const [name, inner] of Object.entries(value)) {
    if (!Array.isArray(value) && SECRET_NAME.test(name)) {
      throw invalid(field, 'an object without secrets: give a reference in credential instead');
    }
    refuseSecrets(field, inner, depth + 1);
  }
}
