import type { AuditEvent } from '@radiant/kernel';
import type { AuditRowFactory } from './audit-row-factory.js';
import { AuditSink } from './ports/audit-sink.js';
import { SettledTrail } from './ports/settled-trail.js';

/** A sink that is durable by itself and hands rows on to the table. */
export abstract class ForwardingSink extends AuditSink {
  /** Resolves when the table was offered every row of before. Never rejects. */
  abstract handedOn(): Promise<void>;
}

/** Writes down what happened already: one durable place is enough to go on, and the table follows. */
export class SettledAudit extends SettledTrail {
  constructor(
    private readonly rows: AuditRowFactory,
    private readonly sink: ForwardingSink,
  ) {
    super();
  }

  /** @throws DomainError `service_unavailable`; what the factory of rows throws. */
  async record(event: AuditEvent): Promise<void> {
    await this.sink.append(await this.rows.row(event));
  }

  caughtUp(): Promise<void> {
    return this.sink.handedOn();
  }
}
