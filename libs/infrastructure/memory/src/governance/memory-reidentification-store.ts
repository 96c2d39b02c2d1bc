import type { Page, Slice } from '@radiant/kernel';
import {
  ReidentificationStore,
  statusAt,
  type Reidentification,
  type ReidentificationDecision,
  type ReidentificationFilter,
  type ReidentificationId,
  type ReidentificationOfText,
} from '@radiant/phi';
import type { TenantTable } from './tenant-table.js';

export class MemoryReidentificationStore extends ReidentificationStore {
  constructor(private readonly table: TenantTable<ReidentificationOfText>) {
    super();
  }

  async list(slice: Slice, filter?: ReidentificationFilter): Promise<Page<Reidentification>> {
    const { items, total } = this.table.page(
      slice,
      (request) => request.createdAt,
      (request) => !filter || statusAt(request, filter.now) === filter.status,
    );
    return { items: items.map(withoutText), total };
  }

  async find(id: ReidentificationId): Promise<ReidentificationOfText | undefined> {
    return this.table.find((request) => request.id === id);
  }

  async add(request: ReidentificationOfText): Promise<void> {
    this.table.add(request);
  }

  async decide(
    id: ReidentificationId,
    { status, decidedBy, decidedAt, reason }: ReidentificationDecision,
  ): Promise<boolean> {
    return this.table.change(
      (request) => request.id === id && statusAt(request, decidedAt) === 'pending',
      (request) => ({ ...request, status, decidedBy, decidedAt, decisionReason: reason }),
    );
  }
}

const withoutText = ({ text: _, ...request }: ReidentificationOfText): Reidentification => request;
