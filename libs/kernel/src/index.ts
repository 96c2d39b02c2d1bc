export { csvLine, type CsvValue } from './csv.js';
export { readCsv, type CsvRecord } from './read-csv.js';
export { fromBase64 } from './base64.js';
export { DomainError, type ErrorCode, type ErrorFacts } from './errors.js';
export { FreshCache, type FreshCacheOptions } from './fresh-cache.js';
export { GroupCommit, type GroupCommitOptions } from './group-commit.js';
export {
  apiKeyId,
  appId,
  isUuid,
  mappingId,
  modelId,
  providerId,
  requestId,
  sessionId,
  tenantId,
  userId,
  type ApiKeyId,
  type AppId,
  type Branded,
  type MappingId,
  type ModelId,
  type ProviderId,
  type RequestId,
  type SessionId,
  type TenantId,
  type UserId,
} from './ids.js';
export { divideHalfEven, Money } from './money.js';
export { hasMore, type Page, type Slice } from './page.js';
export { PLATFORM_TENANT } from './platform-tenant.js';
export { countsTokens, PRICE_COMPONENTS, type PriceComponent, type PriceTier, type Rates } from './price-components.js';
export {
  AUDIT_ACTIONS,
  AuditTrail,
  type AuditAction,
  type AuditActor,
  type AuditDetails,
  type AuditedPhi,
  type AuditEvent,
  type AuditOutcome,
} from './ports/audit-trail.js';
export { Clock, type Instant } from './ports/clock.js';
export { DataKeyStore, type WrappedDataKey } from './ports/data-key-store.js';
export { Digest } from './ports/digest.js';
export { IdGenerator } from './ports/id-generator.js';
export { KeyedDigest } from './ports/keyed-digest.js';
export { Sealer, type SealContext } from './ports/sealer.js';
