import type { AuditRowFactory } from '@radiant/audit';
import { AuditTrail, type AuditEvent } from '@radiant/kernel';
import type { EntityManager } from 'typeorm';
import { appendedAuditRow } from './audit-rows.js';
import { queried } from './stored-value.js';

const COLUMNS =
  'tenant_id, id, content_hash, occurred_at, retention_class, action, outcome, actor_kind, user_id, admin_id, ' +
  'api_key_id, app_id, cross_tenant, resource_type, resource_id, request_id, provider_id, model_id, phi, ' +
  'phi_disclosed, subjects';
const INSERT = `insert into audit_logs (${COLUMNS}, body)
  select ${COLUMNS}, decode(body, 'base64')
  from json_to_record($1::json) as given (tenant_id uuid, id uuid, content_hash text, occurred_at timestamptz,
    retention_class text, action text, outcome text, actor_kind text, user_id text, admin_id text, api_key_id uuid,
    app_id text, cross_tenant boolean, resource_type text, resource_id text, request_id uuid, provider_id text,
    model_id text, phi jsonb, phi_disclosed boolean, subjects text[], body text)
  on conflict do nothing`;

/**
 * Writes into the transaction that makes the change, so that the row is kept or lost with it. The scope of the
 * transaction refuses a row of another tenant.
 */
export class TransactionalAuditTrail extends AuditTrail {
  constructor(
    private readonly manager: EntityManager,
    private readonly rows: Pick<AuditRowFactory, 'row'>,
  ) {
    super();
  }

  async record(event: AuditEvent): Promise<void> {
    const row = await this.rows.row(event);
    await queried(() => this.manager.query(INSERT, [JSON.stringify(appendedAuditRow(row))]));
  }
}
