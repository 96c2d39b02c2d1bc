import { CheckpointSigner, SignatureVerifier } from '../ports/checkpoint-signer.js';

/** Signs by naming the key and the text: any change shows, and nobody should use it for anything else. */
export class FakeCheckpointSigner extends CheckpointSigner {
  constructor(private readonly keyId = 'test:1') {
    super();
  }

  async sign(text: string): Promise<{ readonly keyId: string; readonly signature: string }> {
    return { keyId: this.keyId, signature: signature(this.keyId, text) };
  }
}

/** Knows the signatures of `FakeCheckpointSigner`. */
export class FakeSignatureVerifier extends SignatureVerifier {
  constructor(private readonly keyIds: readonly string[] = ['test:1']) {
    super();
  }

  verify(keyId: string, text: string, given: string): boolean {
    return this.keyIds.includes(keyId) && given === signature(keyId, text);
  }
}

const signature = (keyId: string, text: string): string => `signed by ${keyId}: ${text}`;
