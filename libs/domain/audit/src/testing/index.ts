export {
  auditEvent,
  auditRow,
  bareRow,
  CLINIC,
  HOSPITAL,
  NOON,
  sealed,
  uuid,
  type AuditRowValues,
} from './audit-rows.js';
export { describeAuditSink, type AuditSinkFixture } from './audit-sink.laws.js';
export type { AuditStoreFixture, MakeAuditStore } from './audit-store-fixture.js';
export { describeAuditStore } from './audit-store.laws.js';
export { FakeAuditSink, ManualDeadline, RecordedAlarm } from './fake-audit-sink.js';
export { FakeSealer } from './fake-sealer.js';
export { FakeCheckpointSigner, FakeSignatureVerifier } from './fake-signer.js';
