import { DomainError, type Page, type Slice } from '@radiant/kernel';
import {
  AgreementStore,
  AgreementWarningStore,
  ModelStore,
  ProviderStore,
  RoutingRuleStore,
  type Agreement,
  type AgreementWarning,
  type Model,
  type ModelPrice,
  type Provider,
  type RoutingRule,
} from '@radiant/registry';

/** The providers, which all tenants share. */
export class MemoryProviderStore extends ProviderStore {
  constructor(private readonly rows: Provider[]) {
    super();
  }

  find = async (id: string): Promise<Provider | undefined> => copied(this.rows, id);

  async add(provider: Provider): Promise<void> {
    added(this.rows, provider, 'provider');
  }

  async save(provider: Provider): Promise<void> {
    saved(this.rows, provider, 'provider', ({ createdAt }) => ({ ...provider, createdAt }));
  }
}

/** The models, which all tenants share. */
export class MemoryModelStore extends ModelStore {
  constructor(
    private readonly rows: Model[],
    private readonly providers: readonly Provider[],
  ) {
    super();
  }

  find = async (id: string): Promise<Model | undefined> => copied(this.rows, id);

  async add(model: Model): Promise<void> {
    if (!this.providers.some(({ id }) => id === model.providerId)) throw new TypeError('no such provider');
    added(this.rows, { ...model, prices: [] }, 'model');
  }

  async save(model: Model): Promise<void> {
    saved(this.rows, model, 'model', ({ providerId, prices, createdAt }) => ({
      ...model,
      providerId,
      prices,
      createdAt,
    }));
  }

  async addPrice(id: string, price: ModelPrice): Promise<void> {
    const index = this.rows.findIndex((model) => model.id === id);
    const model = this.rows[index];
    if (!model) throw new TypeError('no such model');
    const isTaken = model.prices.some(
      ({ version, effectiveFrom }) => version === price.version || effectiveFrom === price.effectiveFrom,
    );
    if (isTaken) throw taken('price', 'effective_from');
    this.rows[index] = { ...model, prices: [...model.prices, structuredClone(price)] };
  }
}

/** The agreements with providers. */
export class MemoryAgreementStore extends AgreementStore {
  constructor(private readonly rows: Agreement[]) {
    super();
  }

  find = async (id: string): Promise<Agreement | undefined> => copied(this.rows, id);

  async add(agreement: Agreement): Promise<void> {
    added(this.rows, agreement, 'agreement');
  }

  async save(agreement: Agreement): Promise<void> {
    saved(this.rows, agreement, 'agreement', ({ providerId, modelId, createdAt }) => ({
      ...agreement,
      providerId,
      modelId,
      createdAt,
    }));
  }
}

/** The warnings of the ends of agreements. */
export class MemoryAgreementWarningStore extends AgreementWarningStore {
  constructor(private readonly rows: AgreementWarning[]) {
    super();
  }

  async add(warning: AgreementWarning): Promise<boolean> {
    const { agreementId, expiresAt, daysBefore } = warning;
    const isTold = this.rows.some(
      (row) => row.agreementId === agreementId && row.expiresAt === expiresAt && row.daysBefore === daysBefore,
    );
    if (!isTold) this.rows.push(structuredClone(warning));
    return !isTold;
  }

  async list({ limit, offset }: Slice): Promise<Page<AgreementWarning>> {
    const newest = this.rows.toSorted(
      (a, b) => b.raisedAt - a.raisedAt || (a.agreementId < b.agreementId ? 1 : -1) || a.daysBefore - b.daysBefore,
    );
    return { items: structuredClone(newest.slice(offset, offset + limit)), total: this.rows.length };
  }
}

/** The rules of routing, by name. */
export class MemoryRoutingRuleStore extends RoutingRuleStore {
  constructor(private readonly rows: RoutingRule[]) {
    super();
  }

  async find(name: string): Promise<RoutingRule | undefined> {
    return structuredClone(this.rows.find((rule) => rule.name === name));
  }

  async put(rule: RoutingRule): Promise<void> {
    const index = this.rows.findIndex(({ name }) => name === rule.name);
    this.rows.splice(index < 0 ? this.rows.length : index, index < 0 ? 0 : 1, structuredClone(rule));
  }

  async remove(name: string): Promise<boolean> {
    const index = this.rows.findIndex((rule) => rule.name === name);
    if (index >= 0) this.rows.splice(index, 1);
    return index >= 0;
  }
}

interface Row {
  readonly id: string;
}

function copied<Item extends Row>(rows: readonly Item[], id: string): Item | undefined {
  const found = rows.find((row) => row.id === id);
  return found && structuredClone(found);
}

function added<Item extends Row>(rows: Item[], row: Item, what: string): void {
  if (rows.some(({ id }) => id === row.id)) throw taken(what, 'id');
  rows.push(structuredClone(row));
}

function saved<Item extends Row>(rows: Item[], row: Item, what: string, merge: (stored: Item) => Item): void {
  const index = rows.findIndex(({ id }) => id === row.id);
  const stored = rows[index];
  if (!stored) throw new DomainError('not_found', `no such ${what}`);
  rows[index] = structuredClone(merge(stored));
}

const taken = (what: string, field: string): DomainError =>
  new DomainError('conflict', `${field} must be another: there is such a row already: ${what}`, { field });
