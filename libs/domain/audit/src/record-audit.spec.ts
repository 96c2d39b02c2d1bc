import { beforeEach, describe, expect, it } from '@jest/globals';
import { sha256 } from '../test/sha256.js';
import { AuditRowFactory } from './audit-row-factory.js';
import { AuditAlarm } from './ports/audit-alarm.js';
import { RecordAudit } from './record-audit.js';
import {
  auditEvent,
  describeAuditSink,
  FakeAuditSink,
  FakeSealer,
  ManualDeadline,
  RecordedAlarm,
  uuid,
} from './testing/index.js';

/** Every microtask that is due has run. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('RecordAudit', () => {
  let primary: FakeAuditSink;
  let secondary: FakeAuditSink;
  let alarm: RecordedAlarm;
  let deadline: ManualDeadline;
  let sealer: FakeSealer;
  let trail: RecordAudit;

  beforeEach(() => {
    primary = new FakeAuditSink();
    secondary = new FakeAuditSink();
    alarm = new RecordedAlarm();
    deadline = new ManualDeadline();
    sealer = new FakeSealer();
    trail = new RecordAudit(new AuditRowFactory(sealer, sha256), primary, secondary, alarm, deadline);
  });

  const held = (): string[][] => [primary, secondary].map(({ rows }) => rows.map(({ id }) => id));
  /** `pending`, `recorded` or the code of the failure. */
  const stateOf = async (recording: Promise<void>): Promise<string> => {
    let state = 'pending';
    recording.then(
      () => (state = 'recorded'),
      (error: { code: string }) => (state = error.code),
    );
    await settled();
    return state;
  };

  it('writes the same row to both', async () => {
    await trail.record(auditEvent());
    await settled();
    expect(held()).toEqual([[uuid(1)], [uuid(1)]]);
    expect(primary.rows).toEqual(secondary.rows);
  });

  it('gives a row that went to the primary within another transaction to the secondary, and none that did not', async () => {
    await trail.recordWithin(auditEvent(), (row) => primary.append(row));
    await settled();
    expect(held()).toEqual([[uuid(1)], [uuid(1)]]);
    const refusal = new Error('refused');
    await expect(trail.recordWithin(auditEvent({ id: uuid(2) }), () => Promise.reject(refusal))).rejects.toBe(refusal);
    await settled();
    expect(held()).toEqual([[uuid(1)], [uuid(1)]]);
  });

  it('says that the primary is written again when a row went there within another transaction', async () => {
    primary.behaviour = 'fails';
    await trail.record(auditEvent());
    primary.behaviour = 'works';
    await trail.recordWithin(auditEvent({ id: uuid(2) }), (row) => primary.append(row));
    expect(alarm.reports.at(-1)).toEqual({ sink: 'primary', healthy: true });
  });

  it('waits for the primary alone', async () => {
    secondary.behaviour = 'hangs';
    await trail.record(auditEvent());
    expect(held()).toEqual([[uuid(1)], []]);
  });

  it('does not take the secondary for enough while the primary may still write', async () => {
    primary.behaviour = 'hangs';
    const recording = trail.record(auditEvent());
    expect(await stateOf(recording)).toBe('pending');
    expect(held()).toEqual([[], [uuid(1)]]);
    primary.release();
    await recording;
    expect(held()).toEqual([[uuid(1)], [uuid(1)]]);
  });

  it('makes do with the secondary when the primary fails', async () => {
    primary.behaviour = 'fails';
    await trail.record(auditEvent());
    expect(held()).toEqual([[], [uuid(1)]]);
  });

  it('makes do with the secondary when the primary is late', async () => {
    primary.behaviour = 'hangs';
    const recording = trail.record(auditEvent());
    expect(await stateOf(recording)).toBe('pending');
    deadline.expire();
    await recording;
    expect(held()).toEqual([[], [uuid(1)]]);
  });

  it('waits for the secondary when the primary failed', async () => {
    primary.behaviour = 'fails';
    secondary.behaviour = 'hangs';
    const recording = trail.record(auditEvent());
    expect(await stateOf(recording)).toBe('pending');
    secondary.release();
    await recording;
  });

  it.each([
    ['fail', 'fails', 'fails'],
    ['are late', 'hangs', 'hangs'],
    ['are late and fail', 'hangs', 'fails'],
    ['fail and are late', 'fails', 'hangs'],
  ] as const)('fails when both %s', async (_, first, second) => {
    primary.behaviour = first;
    secondary.behaviour = second;
    const recording = trail.record(auditEvent());
    const refused = expect(recording).rejects.toMatchObject({
      code: 'service_unavailable',
      facts: { retryAfterSeconds: 5 },
    });
    await settled();
    deadline.expire();
    await refused;
  });

  it('gives each sink two seconds unless it is told otherwise', async () => {
    await trail.record(auditEvent());
    await new RecordAudit(new AuditRowFactory(sealer, sha256), primary, secondary, alarm, deadline, 50).record(
      auditEvent(),
    );
    expect(deadline.waits).toEqual([2_000, 2_000, 50, 50]);
  });

  it('writes nothing of what can not be sealed', async () => {
    sealer.fail();
    await expect(trail.record(auditEvent())).rejects.toMatchObject({ code: 'service_unavailable' });
    expect(held()).toEqual([[], []]);
  });

  it('raises the alarm when a sink begins to fail and when it works again, and not in between', async () => {
    const record = async (): Promise<void> => {
      await trail.record(auditEvent());
      await settled();
    };
    await record();
    expect(alarm.reports).toEqual([]);
    primary.behaviour = 'fails';
    await record();
    await record();
    primary.behaviour = 'works';
    secondary.behaviour = 'fails';
    await record();
    await record();
    secondary.behaviour = 'works';
    await record();
    expect(alarm.reports).toEqual([
      { sink: 'primary', healthy: false },
      { sink: 'primary', healthy: true },
      { sink: 'secondary', healthy: false },
      { sink: 'secondary', healthy: true },
    ]);
  });

  it('raises the alarm for a secondary that fails after the answer was given, without an unhandled rejection', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown): void => void unhandled.push(reason);
    process.on('unhandledRejection', note);
    secondary.behaviour = 'hangs';
    await trail.record(auditEvent());
    deadline.expire();
    await settled();
    process.off('unhandledRejection', note);
    expect(alarm.reports).toEqual([{ sink: 'secondary', healthy: false }]);
    expect(unhandled).toEqual([]);
  });

  it('records even when the alarm itself fails', async () => {
    class BrokenAlarm extends AuditAlarm {
      report(): void {
        throw new Error('no line');
      }
    }
    primary.behaviour = 'fails';
    const rows = new AuditRowFactory(sealer, sha256);
    await new RecordAudit(rows, primary, secondary, new BrokenAlarm(), deadline).record(auditEvent());
    expect(held()).toEqual([[], [uuid(1)]]);
  });
});

describeAuditSink('fake', async () => {
  const sink = new FakeAuditSink();
  return { sink, digest: sha256, rows: async () => sink.rows };
});
