import { CheckpointSigner } from '@radiant/audit';
import { PLATFORM_TENANT } from '@radiant/kernel';
import { sign, type KeyObject } from 'node:crypto';
import type { DataKeys } from '../data-keys/data-keys.js';
import { derivePrivateKey, describePublicKey, type SigningPublicKey } from './ed25519-keys.js';

/** The platform's data key that the signing key is derived from. */
export const AUDIT_SIGNING_SCOPE = 'audit-signing';

interface SigningKey {
  readonly privateKey: KeyObject;
  readonly publicKey: SigningPublicKey;
}

/** Signs with an Ed25519 key derived from a data key of the platform; rotating that data key gives a new key id. */
export class Ed25519Signer extends CheckpointSigner {
  private readonly derived = new WeakMap<KeyObject, SigningKey>();

  constructor(private readonly keys: DataKeys) {
    super();
  }

  /** @throws DomainError `service_unavailable` when the key can't be had, `not_found` when it was destroyed. */
  async sign(text: string): Promise<{ readonly keyId: string; readonly signature: string }> {
    const { privateKey, publicKey } = await this.current();
    const signature = sign(null, Buffer.from(text, 'utf8'), privateKey).toString('base64');
    return { keyId: publicKey.keyId, signature };
  }

  /** Of the key that signs from now on. @throws as `sign`. */
  async publicKey(): Promise<SigningPublicKey> {
    return (await this.current()).publicKey;
  }

  /** Of every key that ever signed, oldest first: what a verifier needs. @throws as `sign`. */
  async publicKeys(): Promise<readonly SigningPublicKey[]> {
    const dataKeys = await this.keys.all(PLATFORM_TENANT, AUDIT_SIGNING_SCOPE);
    return dataKeys.map(({ key }) => this.signingKey(key).publicKey);
  }

  private async current(): Promise<SigningKey> {
    const { key } = await this.keys.current(PLATFORM_TENANT, AUDIT_SIGNING_SCOPE);
    return this.signingKey(key);
  }

  private signingKey(dataKey: KeyObject): SigningKey {
    const known = this.derived.get(dataKey);
    if (known) return known;
    const privateKey = derivePrivateKey(dataKey);
    const made = { privateKey, publicKey: describePublicKey(privateKey) };
    this.derived.set(dataKey, made);
    return made;
  }
}
