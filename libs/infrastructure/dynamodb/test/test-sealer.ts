import { DomainError, Sealer, type SealContext } from '@radiant/kernel';
import { createCipheriv, createDecipheriv } from 'node:crypto';

const KEY = Buffer.alloc(32, 7);
const NONCE = Buffer.alloc(12, 1);
const CIPHER = 'aes-256-gcm';
const OPTIONS = { authTagLength: 16 };

/** Binds to the context as the real sealer does; one fixed key and nonce make it a test's alone. */
export class TestSealer extends Sealer {
  constructor(private readonly seen: (context: SealContext) => void = () => undefined) {
    super();
  }

  async seal(context: SealContext, plaintext: string): Promise<Uint8Array> {
    this.seen(context);
    const cipher = createCipheriv(CIPHER, KEY, NONCE, OPTIONS).setAAD(contextBytes(context));
    const bytes = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
    return Buffer.concat([cipher.getAuthTag(), bytes]);
  }

  async open(context: SealContext, sealed: Uint8Array): Promise<string> {
    const decipher = createDecipheriv(CIPHER, KEY, NONCE, OPTIONS).setAAD(contextBytes(context));
    try {
      decipher.setAuthTag(sealed.subarray(0, 16));
      return Buffer.concat([decipher.update(sealed.subarray(16)), decipher.final()]).toString('utf8');
    } catch {
      throw new DomainError('internal_error', 'could not be opened');
    }
  }
}

const contextBytes = ({ tenantId, record, version, keyScope }: SealContext): Buffer =>
  Buffer.from(JSON.stringify([tenantId, record, version, keyScope]));
