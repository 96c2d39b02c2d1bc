import { MarkupStore, type TenantMarkup } from '@radiant/billing';
import { modelId, type TenantId } from '@radiant/kernel';
import type { Statements } from './statements.js';

/** A row as it is read. */
export interface MarkupRecord {
  readonly version: number;
  readonly model_id: string | null;
  readonly basis_points: number | null;
  readonly effective_from: Date;
  readonly created_at: Date;
  readonly created_by: string;
}

export const MARKUPS = 'select * from tenant_markups where tenant_id = $1 order by version';

export const markupOf = (row: MarkupRecord): TenantMarkup => ({
  version: row.version,
  modelId: row.model_id === null ? undefined : modelId(row.model_id),
  basisPoints: row.basis_points ?? undefined,
  effectiveFrom: row.effective_from.getTime(),
  createdAt: row.created_at.getTime(),
  createdBy: row.created_by,
});

/** The markups of one tenant. */
export class PostgresMarkupStore extends MarkupStore {
  constructor(
    private readonly statements: Statements,
    private readonly tenantId: TenantId,
  ) {
    super();
  }

  async list(): Promise<readonly TenantMarkup[]> {
    await this.statements.hold('tenant_markups', this.tenantId, 'all');
    return (await this.statements.rows<MarkupRecord>(MARKUPS, [this.tenantId])).map(markupOf);
  }

  add(markup: TenantMarkup): Promise<void> {
    return this.statements.add('tenant_markups', {
      tenant_id: this.tenantId,
      version: markup.version,
      model_id: markup.modelId ?? null,
      basis_points: markup.basisPoints ?? null,
      effective_from: new Date(markup.effectiveFrom),
      created_at: new Date(markup.createdAt),
      created_by: markup.createdBy,
    });
  }
}
