import { RegistryStore, type RegistrySnapshot } from '@radiant/registry';

/** A registry whose content a test sets. */
export class MemoryRegistryStore extends RegistryStore {
  constructor(public content: RegistrySnapshot = { providers: [], models: [], agreements: [], rules: [] }) {
    super();
  }

  async load(): Promise<RegistrySnapshot> {
    return this.content;
  }
}
