import {
  DecryptCommand,
  EncryptCommand,
  IncorrectKeyException,
  InvalidCiphertextException,
  type KMSClient,
} from '@aws-sdk/client-kms';
import { DomainError } from '@radiant/kernel';
import type { KeyObject } from 'node:crypto';
import { KeyWrapper, notUnwrapped, takeKey, withKeyBytes, type WrapContext, type WrappedKey } from './key-wrapper.js';

/**
 * Wraps by AWS KMS: the wrapping key never leaves it. The place is the encryption context, which KMS checks and writes
 * to CloudTrail: ids only.
 */
export class KmsKeyWrapper extends KeyWrapper {
  /** @param current `KMS_KEY_ID`: a symmetric key's id, ARN or alias. */
  constructor(
    private readonly client: KMSClient,
    readonly current: string,
  ) {
    super();
  }

  async wrap(context: WrapContext, key: KeyObject): Promise<WrappedKey> {
    const { CiphertextBlob, KeyId } = await withKeyBytes(key, (bytes) =>
      answered(() =>
        this.client.send(
          new EncryptCommand({ KeyId: this.current, Plaintext: bytes, EncryptionContext: encryptionContext(context) }),
        ),
      ),
    );
    if (!CiphertextBlob || KeyId === undefined) throw unavailable();
    return { wrapped: CiphertextBlob, wrappedBy: KeyId };
  }

  async unwrap(context: WrapContext, wrapped: Uint8Array, wrappedBy: string): Promise<KeyObject> {
    const { Plaintext } = await answered(() =>
      this.client.send(
        new DecryptCommand({
          KeyId: wrappedBy,
          CiphertextBlob: wrapped,
          EncryptionContext: encryptionContext(context),
        }),
      ),
    );
    if (!Plaintext) throw unavailable();
    return takeKey(Plaintext);
  }
}

const encryptionContext = ({ tenantId, scope, version }: WrapContext): Record<string, string> => ({
  'radiant:tenant': tenantId,
  'radiant:scope': scope,
  'radiant:version': String(version),
});

async function answered<Answer>(call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await call();
  } catch (error) {
    const altered = error instanceof InvalidCiphertextException || error instanceof IncorrectKeyException;
    throw altered ? notUnwrapped() : unavailable(error);
  }
}

const unavailable = (cause?: unknown): DomainError =>
  new DomainError('service_unavailable', 'the key service is not available', { retryAfterSeconds: 1 }, { cause });
