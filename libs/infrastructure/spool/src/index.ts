export { parseAuditLine } from './audit-line.js';
export { AuditReplay } from './audit-replay.js';
export { CheckpointFile, type StoredCheckpoints } from './checkpoint-file.js';
export { FileAuditSink } from './file-audit-sink.js';
export { FileSettledAudit } from './file-settled-audit.js';
export { FileSettlements, settlementReplay, type SettledRecord } from './file-settlements.js';
export { MAX_RECORD_BYTES } from './frame.js';
export { LogReplay, type ReplayResult, type SegmentDamage } from './log-replay.js';
export type { PublicKeys } from './public-keys.js';
export {
  claimSegment,
  fileNameOf,
  listSegments,
  removeSegment,
  setSegmentAside,
  type Segment,
  type SegmentState,
} from './segment.js';
export { isBeingWritten } from './segment-owner.js';
export {
  readSegment,
  readSegments,
  type SegmentEntry,
  type StoredRecord,
  type UnreadableBytes,
} from './segment-reader.js';
export type { CreateSegmentFile, SegmentFile } from './segment-writer.js';
export { SyncedLog, type SyncedLogOptions } from './synced-log.js';
