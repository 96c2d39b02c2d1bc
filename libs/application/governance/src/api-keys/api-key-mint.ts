import { mintApiKey, type MintedApiKey } from '@radiant/identity';
import type { Digest, IdGenerator } from '@radiant/kernel';

/** Mints keys of one deployment. */
export class ApiKeyMint {
  /** @param environment stands in every key, e.g. `prod`: 1 to 10 lower-case letters. */
  constructor(
    private readonly environment: string,
    private readonly ids: IdGenerator,
    private readonly digest: Digest,
  ) {}

  mint(): MintedApiKey {
    return mintApiKey(
      this.environment,
      (from, below) => this.ids.integer(from, below),
      (text) => this.digest.sha256(text),
    );
  }
}
