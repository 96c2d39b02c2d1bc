export { LogAlerts } from './log-alerts.js';
export { openAccess } from './open-access.js';
export { auditDirectory, openAudit } from './open-audit.js';
export { openAuditStream, type AuditStream, type AuditStreamParts } from './open-audit-stream.js';
export { openCheckpoints } from './open-checkpoints.js';
export { openDatabase, type Database } from './open-database.js';
export { openFailedAuthentications } from './open-failed-authentications.js';
export { openKeys } from './open-keys.js';
export { phiFloor } from './phi-floor.js';
