import { ApiKeyDirectory, type ApiKey } from '@radiant/identity';

/** API keys in this process. */
export class MemoryApiKeyDirectory extends ApiKeyDirectory {
  private readonly keys = new Map<string, ApiKey>();

  async find(hash: string): Promise<ApiKey | undefined> {
    return this.keys.get(hash);
  }

  /** Adds a key, or replaces the one with the same hash. */
  put(key: ApiKey): void {
    this.keys.set(key.hash, { ...key });
  }
}
