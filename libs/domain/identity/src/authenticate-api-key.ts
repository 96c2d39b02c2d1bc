import { DomainError, FreshCache, type Clock, type Digest, type Instant } from '@radiant/kernel';
import { LRUCache } from 'lru-cache';
import type { Role } from './access/permissions.js';
import { parseScopes } from './access/scopes.js';
import { API_KEY, sameHash, type FoundApiKey } from './api-key.js';
import { CredentialRefused } from './credential-refused.js';
import type { ApiKeyDirectory } from './ports/api-key-directory.js';
import type { Principal } from './principal.js';

/** A revoked key is refused after this many ms at most. */
const MAX_AGE_MS = 5_000;
const MAX_KEYS = 20_000;
const MAX_UNKNOWN = 1_000;
const SERVICE: readonly Role[] = ['service'];

interface KnownKey {
  readonly key: FoundApiKey;
  readonly principal: Principal;
}

/** Turns an API key into the principal it stands for. */
export class AuthenticateApiKey {
  private readonly keys: FreshCache<string, KnownKey>;
  /** Hashes that no key has, and when that was so: kept apart, so that guesses push no real key out. */
  private readonly unknown = new LRUCache<string, number>({ max: MAX_UNKNOWN });

  constructor(
    private readonly directory: ApiKeyDirectory,
    private readonly digest: Digest,
    private readonly clock: Clock,
  ) {
    this.keys = new FreshCache(clock, { maxAgeMs: MAX_AGE_MS, maxEntries: MAX_KEYS }, (hash) => this.load(hash));
  }

  /**
   * Cached by the hash of the whole key, so that no part of another key can stand in for it.
   * @throws DomainError `unauthorized` for every key that is not valid, alike; `service_unavailable`.
   */
  async execute(presented: string): Promise<Principal> {
    if (!API_KEY.test(presented)) throw refused();
    const hash = this.digest.sha256(presented);
    if (this.isUnknown(hash)) throw refused();
    const { key, principal } = await this.keys.get(hash);
    if (!isGood(key, this.clock.now())) throw new CredentialRefused(NOT_VALID, principal);
    return principal;
  }

  private isUnknown(hash: string): boolean {
    const since = this.unknown.get(hash);
    return since !== undefined && this.clock.elapsed() - since <= MAX_AGE_MS;
  }

  /** A refusal is a failed load, which the cache of keys does not keep. */
  private async load(hash: string): Promise<KnownKey> {
    const asked = this.clock.elapsed();
    const key = await this.directory.find(hash);
    if (key && sameHash(key.hash, hash)) return { key, principal: principalOf(key) };
    this.unknown.set(hash, asked);
    throw refused();
  }
}

const isGood = ({ tenantActive, revokedAt, expiresAt }: FoundApiKey, now: Instant): boolean =>
  tenantActive && (revokedAt === undefined || revokedAt > now) && (expiresAt === undefined || expiresAt > now);

const principalOf = (key: FoundApiKey): Principal => ({
  tenantId: key.tenantId,
  homeTenantId: key.tenantId,
  appId: key.appId,
  appBound: true,
  roles: SERVICE,
  apiKeyId: key.id,
  apiKeyLineage: key.lineage,
  scopes: storedScopes(key),
  limits: key.limits,
  trustedForwarder: key.trustedForwarder,
  userId: undefined,
  appUserId: undefined,
  token: undefined,
});

function storedScopes(key: FoundApiKey): Principal['scopes'] {
  try {
    return parseScopes(key.scopes);
  } catch (cause) {
    throw new DomainError('service_unavailable', 'the scopes stored for this key are not valid', {}, { cause });
  }
}

const NOT_VALID = 'the API key is not valid';

const refused = (): DomainError => new DomainError('unauthorized', NOT_VALID);
