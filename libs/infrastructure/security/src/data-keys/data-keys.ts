import {
  DomainError,
  FreshCache,
  tenantId as parseTenantId,
  type Clock,
  type DataKeyStore,
  type TenantId,
  type WrappedDataKey,
} from '@radiant/kernel';
import { LRUCache } from 'lru-cache';
import { generateKeySync, type KeyObject } from 'node:crypto';
import { KEY_BYTES, type KeyWrapper } from './key-wrapper.js';
import { destroyed, isDestroyed, ScopeKeys, type DataKey } from './scope-keys.js';

/** Rotation and destruction reach every replica within 5 s, the call under way included. */
const MAX_AGE_MS = 4_000;
const MAX_SCOPES = 10_000;
const SCOPES_AT_ONCE = 1_000;
const UUID_CHARACTERS = 36;

/** The scope of what has no key of its own. */
export const TENANT_SCOPE = 'tenant';

/**
 * Random data keys of tenants and of what can be destroyed on its own, kept wrapped and used as key objects. A scope
 * gets its first version at first use; one that was destroyed never gets another.
 */
export class DataKeys {
  private readonly readings: FreshCache<string, ScopeKeys>;
  /** The last reading of each scope at whatever age: only for the keys it has unwrapped already. */
  private readonly earlier = new LRUCache<string, ScopeKeys>({ max: MAX_SCOPES });
  private readonly creating = new Map<string, Promise<ScopeKeys>>();

  constructor(
    private readonly store: DataKeyStore,
    private readonly wrapper: KeyWrapper,
    private readonly clock: Clock,
  ) {
    const options = { maxAgeMs: MAX_AGE_MS, maxEntries: MAX_SCOPES };
    this.readings = new FreshCache(clock, options, (name) => this.read(name));
  }

  /**
   * The key that seals from now on; a plain value when it is at hand. While the store can't be read it is the last one
   * known, however old: calls that left before the store went away must still be written down, and what is sealed under
   * a key that was destroyed meanwhile can be opened by nobody.
   * @throws DomainError `not_found` when the scope was destroyed, `service_unavailable` when store or wrapping key
   * can't be reached, `internal_error` when the stored key is altered.
   */
  current(tenantId: TenantId, scope: string): DataKey | Promise<DataKey> {
    const keys = this.readings.get(nameOf(tenantId, scope));
    const newest = keys instanceof Promise ? undefined : keys.version(keys.newest);
    if (newest) return newest.dataKey();
    return this.ensured(tenantId, scope, (made) => made.newest).catch((error: unknown) => {
      const known = this.earlier.get(nameOf(tenantId, scope));
      const last = known?.version(known.newest);
      if (!last || !isUnavailable(error)) throw error;
      return last.dataKey();
    });
  }

  /** Version 1, which rotation leaves in its place. @throws as `current`. */
  first(tenantId: TenantId, scope: string): DataKey | Promise<DataKey> {
    const keys = this.readings.get(nameOf(tenantId, scope));
    const first = keys instanceof Promise ? undefined : keys.version(1);
    return first ? first.dataKey() : this.ensured(tenantId, scope, () => 1);
  }

  /** A version, for opening; undefined when there is none. Makes no key. @throws as `current`. */
  version(tenantId: TenantId, scope: string, version: number): DataKey | Promise<DataKey | undefined> {
    const keys = this.readings.get(nameOf(tenantId, scope));
    const known = keys instanceof Promise ? undefined : keys.version(version);
    return known ? known.dataKey() : this.found(tenantId, scope, version);
  }

  /** Every version, oldest first; the first one is made when there is none. @throws as `current`. */
  async all(tenantId: TenantId, scope: string): Promise<readonly DataKey[]> {
    await this.current(tenantId, scope);
    const keys = await this.readings.get(nameOf(tenantId, scope));
    return Promise.all(keys.all().map(async (version) => version.dataKey()));
  }

  /** Adds a version. @returns it. @throws as `current`; `conflict` when somebody else adds it at the same time. */
  async rotate(tenantId: TenantId, scope: string): Promise<number> {
    const version = Math.max(0, ...(await this.stored(tenantId, scope)).map((key) => key.version)) + 1;
    if (!(await this.add(tenantId, scope, version))) {
      throw new DomainError('conflict', 'the key is being rotated already');
    }
    // Destroyed between reading and adding: the new version must go too.
    if (isDestroyed(await this.store.versions(tenantId, scope))) {
      await this.destroy(tenantId, scope);
      throw destroyed();
    }
    this.readings.forget(nameOf(tenantId, scope));
    return version;
  }

  /**
   * Wraps every version anew under the wrapper's current key; what they sealed is not touched.
   * @returns how many. @throws as `current`.
   */
  async rewrap(tenantId: TenantId, scope: string): Promise<number> {
    const versions = await this.stored(tenantId, scope);
    for (const { version, wrapped, wrappedBy } of versions) {
      if (!wrapped) continue;
      const place = { tenantId, scope, version };
      const key = await this.wrapper.unwrap(place, wrapped, wrappedBy);
      await this.store.rewrap({ ...place, ...(await this.wrapper.wrap(place, key)) });
    }
    this.readings.forget(nameOf(tenantId, scope));
    return versions.length;
  }

  /**
   * `rewrap` for every scope of the tenant. One that is destroyed meanwhile needs it no more.
   * @returns how many versions. @throws DomainError `service_unavailable`; `internal_error` when a key is altered.
   */
  async rewrapAll(tenantId: TenantId): Promise<number> {
    let count = 0;
    let scopes = await this.store.scopes(tenantId, '', SCOPES_AT_ONCE);
    while (scopes.length > 0) {
      for (const scope of scopes) count += await this.rewrap(tenantId, scope).catch(unlessDestroyed);
      scopes = await this.store.scopes(tenantId, scopes.at(-1) ?? '', SCOPES_AT_ONCE);
    }
    return count;
  }

  /**
   * Crypto-shredding: nothing sealed under the scope can be opened again, here at once, on other replicas within 5 s.
   * A scope that was never used is closed as well. @returns how many versions were destroyed by this call.
   * @throws DomainError `service_unavailable`.
   */
  async destroy(tenantId: TenantId, scope: string): Promise<number> {
    const unused = (await this.store.versions(tenantId, scope)).length === 0;
    if (unused) await this.add(tenantId, scope, 1); // what is destroyed keeps its place, so there must be something
    const count = await this.store.destroy(tenantId, scope, this.clock.now());
    this.readings.forget(nameOf(tenantId, scope));
    this.earlier.delete(nameOf(tenantId, scope));
    return count;
  }

  /**
   * Crypto-shredding of everything of a tenant, its sessions included: here at once, on other replicas within 5 s. No key
   * of it is made any more. @returns how many versions were destroyed by this call. @throws DomainError `service_unavailable`.
   */
  async close(tenantId: TenantId): Promise<number> {
    const count = await this.store.close(tenantId, this.clock.now());
    for (const name of [...this.earlier.keys()].filter((known) => known.startsWith(tenantId))) {
      this.readings.forget(name);
      this.earlier.delete(name);
    }
    return count;
  }

  /** The version that `pick` names, of keys whose first version is made when there is none. */
  private async ensured(tenantId: TenantId, scope: string, pick: (keys: ScopeKeys) => number): Promise<DataKey> {
    let keys = await this.readings.get(nameOf(tenantId, scope));
    if (keys.newest === 0) keys = await this.created(tenantId, scope);
    const version = keys.version(pick(keys));
    if (!version)
      throw new DomainError('service_unavailable', 'the data key is not available', { retryAfterSeconds: 1 });
    return version.dataKey();
  }

  private async found(tenantId: TenantId, scope: string, version: number): Promise<DataKey | undefined> {
    const name = nameOf(tenantId, scope);
    let keys = await this.readings.get(name);
    if (version > keys.newest) {
      this.readings.forget(name); // another replica may have rotated since
      keys = await this.readings.get(name);
    }
    return keys.version(version)?.dataKey();
  }

  /** Makes version 1, once for all who ask at once. Another replica may be first: then its key counts. */
  private created(tenantId: TenantId, scope: string): Promise<ScopeKeys> {
    const name = nameOf(tenantId, scope);
    const running = this.creating.get(name);
    if (running) return running;
    const creation = this.add(tenantId, scope, 1)
      .then(() => {
        this.readings.forget(name);
        return this.readings.get(name);
      })
      .finally(() => this.creating.delete(name));
    this.creating.set(name, creation);
    return creation;
  }

  private async add(tenantId: TenantId, scope: string, version: number): Promise<boolean> {
    const place = { tenantId, scope, version };
    const { wrapped, wrappedBy } = await this.wrapper.wrap(place, generateDataKey());
    return this.store.add({ ...place, wrapped, wrappedBy });
  }

  /** Past every cache. @throws DomainError `not_found` when the scope was destroyed. */
  private async stored(tenantId: TenantId, scope: string): Promise<readonly WrappedDataKey[]> {
    const versions = await this.store.versions(tenantId, scope);
    if (isDestroyed(versions)) throw destroyed();
    return versions;
  }

  private async read(name: string): Promise<ScopeKeys> {
    const tenantId = parseTenantId(name.slice(0, UUID_CHARACTERS));
    const scope = name.slice(UUID_CHARACTERS);
    const versions = await this.store.versions(tenantId, scope);
    const keys = ScopeKeys.read({ tenantId, scope }, versions, this.wrapper, this.earlier.get(name));
    this.earlier.set(name, keys);
    return keys;
  }
}

/** A tenant id has always the same length, so that no two scopes share a name. */
const nameOf = (tenantId: TenantId, scope: string): string => tenantId + scope;

const isUnavailable = (error: unknown): boolean => error instanceof DomainError && error.code === 'service_unavailable';

function unlessDestroyed(error: unknown): 0 {
  if (error instanceof DomainError && error.code === 'not_found') return 0;
  throw error;
}

/** Made inside OpenSSL: no buffer ever holds its bytes. */
const generateDataKey = (): KeyObject => generateKeySync('aes', { length: KEY_BYTES * 8 });
