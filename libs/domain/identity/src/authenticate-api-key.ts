import { DomainError, FreshCache, type Clock, type Digest } from '@radiant/kernel';
import { API_KEY, sameHash, type ApiKey } from './api-key.js';
import type { ApiKeyDirectory } from './ports/api-key-directory.js';
import type { Principal } from './principal.js';

/** A revoked key is refused after this many ms at most. */
const MAX_AGE_MS = 5_000;
const MAX_KEYS = 20_000;

/** Turns an API key into the principal it stands for. */
export class AuthenticateApiKey {
  private readonly keys: FreshCache<string, ApiKey | undefined>;

  constructor(
    directory: ApiKeyDirectory,
    private readonly digest: Digest,
    private readonly clock: Clock,
  ) {
    this.keys = new FreshCache(clock, { maxAgeMs: MAX_AGE_MS, maxEntries: MAX_KEYS }, (hash) => directory.find(hash));
  }

  /**
   * Cached by the hash of the whole key, so that no part of another key can stand in for it.
   * @throws DomainError `unauthorized` for every key that is not valid, alike; `service_unavailable`.
   */
  async execute(presented: string): Promise<Principal> {
    if (!API_KEY.test(presented)) throw refused();
    const hash = this.digest.sha256(presented);
    const key = await this.keys.get(hash);
    const now = this.clock.now();
    if (!key || !sameHash(key.hash, hash) || !key.tenantActive) throw refused();
    if (key.revokedAt !== undefined && key.revokedAt <= now) throw refused();
    if (key.expiresAt !== undefined && key.expiresAt <= now) throw refused();
    return { tenantId: key.tenantId, appId: key.appId, apiKeyId: key.id, userId: undefined };
  }
}

const refused = (): DomainError => new DomainError('unauthorized', 'the API key is not valid');
