import { SignatureVerifier } from '@radiant/audit';
import { DomainError } from '@radiant/kernel';
import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import { keyIdOf } from './ed25519-keys.js';

const SIGNATURE = /^[A-Za-z0-9+/]{86}==$/;

/** Verifies by public keys alone. Key ids are computed, never believed. */
export class Ed25519Verifier extends SignatureVerifier {
  private readonly keys: ReadonlyMap<string, KeyObject>;

  /** @param pems SubjectPublicKeyInfo. @throws DomainError `validation_error` for anything else than Ed25519 keys. */
  constructor(pems: readonly string[]) {
    super();
    this.keys = new Map(pems.map(parsePublicKey).map((key) => [keyIdOf(key), key]));
  }

  verify(keyId: string, text: string, signature: string): boolean {
    const key = this.keys.get(keyId);
    if (!key || !SIGNATURE.test(signature)) return false;
    return verify(null, Buffer.from(text, 'utf8'), key, Buffer.from(signature, 'base64'));
  }
}

function parsePublicKey(pem: string): KeyObject {
  try {
    const key = createPublicKey(pem);
    // A private key is taken by createPublicKey too, and has no business here.
    if (key.asymmetricKeyType === 'ed25519' && pem.includes('BEGIN PUBLIC KEY')) return key;
  } catch {
    // refused below: the parser's text may quote the input
  }
  throw new DomainError('validation_error', 'a verification key must be an Ed25519 public key in PEM');
}
