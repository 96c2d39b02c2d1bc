import {
  AgreementStore,
  AgreementWarningStore,
  ModelStore,
  PriceImportStore,
  ProviderStore,
  RoutingRuleStore,
  type Agreement,
  type AgreementWarning,
  type Model,
  type PriceImport,
  type PriceImportDecision,
  type ModelPrice,
  type Provider,
  type RoutingRule,
} from '@radiant/registry';
import type { Page, Slice } from '@radiant/kernel';
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
  async addPrice(id: string, price: ModelPrice): Promise<void> {
    const model = this.rows.find(id);
    if (model) this.rows.save({ ...model, prices: [...model.prices, price] });
  }
}

export class FakeAgreements extends AgreementStore {
  private readonly rows: Rows<Agreement>;
  constructor(all: Agreement[]) {
    super();
    this.rows = new Rows(all, undefined);
  }
  find = async (id: string): Promise<Agreement | undefined> => this.rows.find(id);
  add = async (agreement: Agreement): Promise<void> => this.rows.add(agreement);
  save = async (agreement: Agreement): Promise<void> => this.rows.save(agreement);
}

export class FakeAgreementWarnings extends AgreementWarningStore {
  constructor(private readonly all: AgreementWarning[]) {
    super();
  }
  async add(warning: AgreementWarning): Promise<boolean> {
    const told = this.all.some(
      ({ agreementId, expiresAt, daysBefore }) =>
        agreementId === warning.agreementId && expiresAt === warning.expiresAt && daysBefore === warning.daysBefore,
    );
    if (!told) this.all.push(warning);
    return !told;
  }
  async list({ limit, offset }: Slice): Promise<Page<AgreementWarning>> {
    return { items: this.all.toReversed().slice(offset, offset + limit), total: this.all.length };
  }
}

export class FakeRoutingRules extends RoutingRuleStore {
  constructor(private readonly all: RoutingRule[]) {
    super();
  }
  find = async (name: string): Promise<RoutingRule | undefined> => this.all.find((rule) => rule.name === name);
  async put(rule: RoutingRule): Promise<void> {
    await this.remove(rule.name);
    this.all.push(rule);
  }
  async remove(name: string): Promise<boolean> {
    const index = this.all.findIndex((rule) => rule.name === name);
    if (index >= 0) this.all.splice(index, 1);
    return index >= 0;
  }
}

export class FakePriceImports extends PriceImportStore {
  constructor(private readonly all: PriceImport[]) {
    super();
  }
  find = async (id: string): Promise<PriceImport | undefined> => this.all.find((one) => one.id === id);
  list = async (): Promise<Page<PriceImport>> => ({ items: this.all.toReversed(), total: this.all.length });
  async add(found: PriceImport): Promise<void> {
    this.all.push(found);
  }
  async decide(id: string, decision: PriceImportDecision): Promise<boolean> {
    const index = this.all.findIndex((one) => one.id === id && one.status === 'pending');
    const found = this.all[index];
    if (found) this.all[index] = { ...found, ...decision };
    return found !== undefined;
  }
}
