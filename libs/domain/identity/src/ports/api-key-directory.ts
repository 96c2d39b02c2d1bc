import type { ApiKey } from '../api-key.js';

/** Where keys are kept, by the SHA-256 of the whole key. */
export abstract class ApiKeyDirectory {
  /** Undefined when no key has this hash. @throws DomainError `service_unavailable`. */
  abstract find(hash: string): Promise<ApiKey | undefined>;
}
