import { ApiKeyDirectory, type FoundApiKey } from '@radiant/identity';

/** API keys in this process. */
export class MemoryApiKeyDirectory extends ApiKeyDirectory {
  private readonly keys = new Map<string, FoundApiKey>();

  async find(hash: string): Promise<FoundApiKey | undefined> {
    return this.keys.get(hash);
  }

  /** Adds a key, or replaces the one with the same hash. */
  put(key: FoundApiKey): void {
    this.keys.set(key.hash, { ...key });
  }
}
