import { ModelStore, ProviderStore, type Model, type Provider } from '@radiant/registry';
import { Rows } from './fake-stores.js';

export class FakeProviders extends ProviderStore {
  private readonly rows: Rows<Provider>;
  constructor(all: Provider[]) {
    super();
    this.rows = new Rows(all, undefined);
  }
  find = async (id: string): Promise<Provider | undefined> => this.rows.find(id);
  add = async (provider: Provider): Promise<void> => this.rows.add(provider);
  save = async (provider: Provider): Promise<void> => this.rows.save(provider);
}

export class FakeModels extends ModelStore {
  private readonly rows: Rows<Model>;
  constructor(all: Model[]) {
    super();
    this.rows = new Rows(all, undefined);
  }
  find = async (id: string): Promise<Model | undefined> => this.rows.find(id);
  add = async (model: Model): Promise<void> => this.rows.add(model);
  save = async (model: Model): Promise<void> => this.rows.save(model);
}
