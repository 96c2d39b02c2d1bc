import { AppDirectory, type App } from '@radiant/identity';

/** Apps in this process. */
export class MemoryAppDirectory extends AppDirectory {
  private readonly apps = new Map<string, App>();

  async all(): Promise<readonly App[]> {
    return [...this.apps.keys()].sort().flatMap((id) => this.apps.get(id) ?? []);
  }

  /** Adds an app, or replaces the one with the same id. */
  put({ id, name, status }: App): void {
    this.apps.set(id, { id, name, status });
  }
}
