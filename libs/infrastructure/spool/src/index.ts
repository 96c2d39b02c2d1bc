export { AuditReplay } from './audit-replay.js';
export { CheckpointFile } from './checkpoint-file.js';
export { FileAuditSink } from './file-audit-sink.js';
export { FileSettledAudit } from './file-settled-audit.js';
export { FileSettlements, settlementReplay, type SettledRecord } from './file-settlements.js';
export type { ReplayResult } from './log-replay.js';
export { SyncedLog } from './synced-log.js';
