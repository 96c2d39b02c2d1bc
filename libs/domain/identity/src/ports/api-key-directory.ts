import type { FoundApiKey } from '../api-key.js';

/** Where keys are found, by the SHA-256 of the whole key. A valid key that is found is noted as used. */
export abstract class ApiKeyDirectory {
  /** Undefined when no key has this hash. @throws DomainError `service_unavailable`. */
  abstract find(hash: string): Promise<FoundApiKey | undefined>;
}
