import { AuditTrail, type AuditEvent } from '@radiant/kernel';
import type { AuditRowFactory } from './audit-row-factory.js';
import type { AuditSink } from './ports/audit-sink.js';

/** The trail of what happened already: one durable place is enough for it to be told, and the table follows. */
export class SettledAudit extends AuditTrail {
  /** @param sink durable by itself, and carries rows on to the table. */
  constructor(
    private readonly rows: AuditRowFactory,
    private readonly sink: AuditSink,
  ) {
    super();
  }

  /** @throws DomainError `service_unavailable`; what the factory of rows throws. */
  async record(event: AuditEvent): Promise<void> {
    await this.sink.append(await this.rows.row(event));
  }
}
