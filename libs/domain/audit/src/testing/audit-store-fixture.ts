import type { Digest, Instant, TenantId } from '@radiant/kernel';
import type { AuditSink } from '../ports/audit-sink.js';
import type { AuditStore } from '../ports/audit-store.js';

/** What the laws of AuditStore need: an empty trail that knows the tenants CLINIC and HOSPITAL. */
export interface AuditStoreFixture {
  readonly sink: AuditSink;
  /** SHA-256, for the hashes of rows and of their chain. */
  readonly digest: Digest;
  /** The present, as the store knows it; within a minute. */
  readonly now: Instant;
  /** Reads what the sink appended: of one tenant, or across all as a super administrator. */
  store(tenantId?: TenantId): AuditStore;
  /** Chains everything that waits. */
  seal(): Promise<void>;
  /** Places a legal hold on the tenant. @returns what releases it. */
  hold(tenantId: TenantId): Promise<() => Promise<void>>;
}

export type MakeAuditStore = () => Promise<AuditStoreFixture>;
