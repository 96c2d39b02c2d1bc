import { RegistryStore, type RegistrySnapshot } from '@radiant/registry';

/** A registry whose content a test sets. */
export class MemoryRegistryStore extends RegistryStore {
  constructor(public content: RegistrySnapshot = { providers: [], models: [] }) {
    super();
  }

  async load(): Promise<RegistrySnapshot> {
    return this.content;
  }
}
