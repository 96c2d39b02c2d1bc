import { DomainError } from '@radiant/kernel';
import type { AuditRow } from '../audit-row.js';
import { AuditAlarm, type AuditSinkName } from '../ports/audit-alarm.js';
import { AuditSink } from '../ports/audit-sink.js';
import { Deadline } from '../ports/deadline.js';

/** A sink that works, fails or hangs, as a test says. */
export class FakeAuditSink extends AuditSink {
  private readonly byId = new Map<string, AuditRow>();
  private hanging: (() => void)[] = [];
  /** What `append` does next. */
  behaviour: 'works' | 'fails' | 'hangs' = 'works';

  async append(row: AuditRow): Promise<void> {
    if (this.behaviour === 'fails') throw new DomainError('service_unavailable', 'the sink can not be written');
    if (this.behaviour === 'hangs') await new Promise<void>((resolve) => this.hanging.push(resolve));
    const key = `${row.tenantId} ${row.id}`;
    if (!this.byId.has(key)) this.byId.set(key, copied(row));
  }

  /** Lets everything that hangs be written. */
  release(): void {
    for (const resolve of this.hanging.splice(0)) resolve();
  }

  /** What is durable, oldest first. */
  get rows(): readonly AuditRow[] {
    return [...this.byId.values()];
  }
}

/** As a store would keep it. */
const copied = (row: AuditRow): AuditRow => ({
  ...row,
  content: row.content && {
    ...row.content,
    phi: row.content.phi && { ...row.content.phi },
    subjects: row.content.subjects && [...row.content.subjects],
  },
});

/** Remembers what it was told. */
export class RecordedAlarm extends AuditAlarm {
  readonly reports: { readonly sink: AuditSinkName; readonly healthy: boolean }[] = [];

  report(sink: AuditSinkName, healthy: boolean): void {
    this.reports.push({ sink, healthy });
  }
}

/** A deadline that comes when a test says so. */
export class ManualDeadline extends Deadline {
  private waiting: (() => void)[] = [];
  /** The milliseconds of every wait so far. */
  readonly waits: number[] = [];

  within<Result>(milliseconds: number, work: Promise<Result>): Promise<Result> {
    this.waits.push(milliseconds);
    const late = new Promise<never>((_, reject) => {
      this.waiting.push(() => reject(new DomainError('service_unavailable', 'the time is over')));
    });
    return Promise.race([work, late]);
  }

  /** The time of everything under way is over. */
  expire(): void {
    for (const end of this.waiting.splice(0)) end();
  }
}
