export { OpenAuditBody, readableBody, type AuditBody, type OpenedAuditBody } from './audit-body.js';
export { AuditRowFactory } from './audit-row-factory.js';
export {
  RETENTION_CLASSES,
  type AuditContent,
  type AuditRow,
  type Checkpoint,
  type RetentionClass,
  type SealedAuditRow,
} from './audit-row.js';
export {
  CHAIN_PROBLEM_KINDS,
  type ChainPosition,
  type ChainProblem,
  type ChainProblemKind,
  type ChainReport,
} from './chain/chain-report.js';
export { ChainVerifier } from './chain/chain-verifier.js';
export { contentFields } from './content-fields.js';
export { checkpointText, isSigned, signCheckpoint, type ChainHead } from './checkpoint.js';
export {
  buildManifest,
  verifyManifest,
  type EvidenceAbout,
  type EvidenceFile,
  type EvidenceManifest,
  type ManifestProblem,
} from './evidence-manifest.js';
export { CSV_HEADER, toCsv } from './exports/csv.js';
export { toJsonLine } from './exports/json-line.js';
export { toOcsf } from './exports/ocsf.js';
export { toSyslog } from './exports/syslog.js';
export { chainHash, contentHash, FIRST_PREVIOUS_HASH, type ChainedFields, type HashedFields } from './hashes.js';
export { AuditAlarm, type AuditSinkName } from './ports/audit-alarm.js';
export { AuditBuffer } from './ports/audit-buffer.js';
export { AuditSink } from './ports/audit-sink.js';
export {
  AuditStore,
  MOST_SUBJECTS,
  type AuditQuery,
  type FoundAuditRow,
  type ProviderExposure,
} from './ports/audit-store.js';
export { CheckpointSigner, SignatureVerifier } from './ports/checkpoint-signer.js';
export { Deadline } from './ports/deadline.js';
export { RecordAudit } from './record-audit.js';
export { ForwardingSink, SettledAudit } from './settled-audit.js';
export { SettledTrail } from './ports/settled-trail.js';
export {
  purgeableBefore,
  purgeEvent,
  RETENTION_CLASS_OF,
  RETENTION_YEARS,
  type Purge,
  type PurgedRange,
} from './retention.js';
export { subjectText } from './subject-text.js';
export { moment } from './moment.js';
