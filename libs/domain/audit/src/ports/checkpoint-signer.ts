/** Signs checkpoints with a key that the database does not hold. */
export abstract class CheckpointSigner {
  /** @returns base64 of an Ed25519 signature, and the id of its key. */
  abstract sign(text: string): Promise<{ readonly keyId: string; readonly signature: string }>;
}

/** Checks signatures with the public keys. */
export abstract class SignatureVerifier {
  /** False for an unknown key too. */
  abstract verify(keyId: string, text: string, signature: string): boolean;
}
