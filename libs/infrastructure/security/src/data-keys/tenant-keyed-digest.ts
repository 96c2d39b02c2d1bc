import { KeyedDigest, type TenantId } from '@radiant/kernel';
import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { TENANT_SCOPE, type DataKeys } from './data-keys.js';
import { withDerivedBytes } from './derived-bytes.js';

const SALT = 'radiant keyed digest';

/**
 * HMAC-SHA-256 under a key derived from the tenant's first data key: rotation adds versions and leaves the first, so
 * digests stay equal until the tenant's keys are destroyed.
 */
export class TenantKeyedDigest extends KeyedDigest {
  /** By data key, so that a derived key lives no longer than what it comes from; purposes are few. */
  private readonly derived = new WeakMap<KeyObject, Map<string, KeyObject>>();

  constructor(private readonly keys: DataKeys) {
    super();
  }

  async digest(tenantId: TenantId, purpose: string, texts: readonly string[]): Promise<readonly string[]> {
    const { key } = await this.keys.first(tenantId, TENANT_SCOPE);
    const hmacKey = this.hmacKey(key, purpose);
    return texts.map((text) => createHmac('sha256', hmacKey).update(text, 'utf8').digest('hex'));
  }

  private hmacKey(dataKey: KeyObject, purpose: string): KeyObject {
    const known = this.derived.get(dataKey) ?? new Map<string, KeyObject>();
    this.derived.set(dataKey, known);
    const key = known.get(purpose) ?? withDerivedBytes(dataKey, SALT, purpose, (bytes) => createSecretKey(bytes));
    known.set(purpose, key);
    return key;
  }
}
