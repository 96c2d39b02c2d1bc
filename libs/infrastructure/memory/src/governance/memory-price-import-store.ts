import { DomainError, type Page, type Slice } from '@radiant/kernel';
import { PriceImportStore, type PriceImport, type PriceImportDecision } from '@radiant/registry';

/** What price files would change, in this process. */
export class MemoryPriceImportStore extends PriceImportStore {
  constructor(private readonly rows: PriceImport[]) {
    super();
  }

  async find(id: string): Promise<PriceImport | undefined> {
    return structuredClone(this.rows.find((row) => row.id === id));
  }

  async list({ limit, offset }: Slice): Promise<Page<PriceImport>> {
    const newest = this.rows.toSorted((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
    return { items: structuredClone(newest.slice(offset, offset + limit)), total: newest.length };
  }

  async add(found: PriceImport): Promise<void> {
    if (this.rows.some(({ id }) => id === found.id)) {
      throw new DomainError('conflict', 'there is such a row already: price import');
    }
    this.rows.push(structuredClone(found));
  }

  async decide(id: string, decision: PriceImportDecision): Promise<boolean> {
    const index = this.rows.findIndex((row) => row.id === id && row.status === 'pending');
    const row = this.rows[index];
    if (!row) return false;
    const { status, decidedAt, decidedBy, taken } = decision;
    this.rows[index] = { ...row, status, decidedAt, decidedBy, taken };
    return true;
  }
}
