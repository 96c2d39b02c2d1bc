import { beforeEach, describe, expect, it } from '@jest/globals';
import { sha256 } from '../test/sha256.js';
import { AuditRowFactory } from './audit-row-factory.js';
import type { AuditRow } from './audit-row.js';
import { ForwardingSink, SettledAudit } from './settled-audit.js';
import { auditEvent, FakeSealer, uuid } from './testing/index.js';

class FakeForwardingSink extends ForwardingSink {
  readonly rows: AuditRow[] = [];
  failure: Error | undefined;
  waits = 0;

  async append(row: AuditRow): Promise<void> {
    if (this.failure) throw this.failure;
    this.rows.push(row);
  }

  async handedOn(): Promise<void> {
    this.waits += 1;
  }
}

describe('the trail of calls that are over', () => {
  let sink: FakeForwardingSink;
  let trail: SettledAudit;
  beforeEach(() => {
    sink = new FakeForwardingSink();
    trail = new SettledAudit(new AuditRowFactory(new FakeSealer(), sha256), sink);
  });

  it('is told once the row is in its one place', async () => {
    await trail.record(auditEvent());
    expect(sink.rows.map(({ id }) => id)).toEqual([uuid(1)]);
  });

  it('says so when the place fails: a reply that nobody can account for is not given', async () => {
    sink.failure = new Error('full');
    await expect(trail.record(auditEvent())).rejects.toBe(sink.failure);
  });

  it('has caught up when its sink has', async () => {
    await trail.caughtUp();
    expect(sink.waits).toBe(1);
  });
});
