import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { AwsFailure, FakeAwsEndpoint } from './fake-aws-endpoint.js';

type Input = Record<string, unknown>;

export const KEY_ARN = 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
export const KEY_ALIAS = 'alias/radiant';

/** Encrypt and Decrypt under one symmetric key; the encryption context is authenticated. */
export class FakeKms extends FakeAwsEndpoint {
  /** Whatever is called fails so. */
  failure: AwsFailure | undefined;
  /** The encryption contexts seen, in order. */
  readonly contexts: unknown[] = [];
  private readonly master = randomBytes(32);

  constructor() {
    super({
      'TrentService.Encrypt': (input) => this.encrypt(input),
      'TrentService.Decrypt': (input) => this.decrypt(input),
    });
  }

  private encrypt(input: Input): object {
    this.receive(input);
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.master, nonce).setAAD(contextOf(input));
    const text = Buffer.concat([cipher.update(String(input['Plaintext']), 'base64'), cipher.final()]);
    const blob = Buffer.concat([nonce, cipher.getAuthTag(), text]);
    return { CiphertextBlob: blob.toString('base64'), KeyId: KEY_ARN, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' };
  }

  private decrypt(input: Input): object {
    this.receive(input);
    if (input['KeyId'] !== KEY_ARN) throw new AwsFailure('IncorrectKeyException');
    const blob = Buffer.from(String(input['CiphertextBlob']), 'base64');
    if (blob.length < 28) throw new AwsFailure('InvalidCiphertextException');
    const decipher = createDecipheriv('aes-256-gcm', this.master, blob.subarray(0, 12)).setAAD(contextOf(input));
    decipher.setAuthTag(blob.subarray(12, 28));
    const text = decipher.update(blob.subarray(28));
    try {
      decipher.final();
    } catch {
      throw new AwsFailure('InvalidCiphertextException');
    }
    return { Plaintext: text.toString('base64'), KeyId: KEY_ARN };
  }

  private receive(input: Input): void {
    this.contexts.push(input['EncryptionContext']);
    if (this.failure) throw this.failure;
  }
}

const contextOf = (input: Input): Buffer => {
  const entries = Object.entries((input['EncryptionContext'] ?? {}) as Record<string, string>);
  return Buffer.from(JSON.stringify(entries.sort(([a], [b]) => a.localeCompare(b))));
};
