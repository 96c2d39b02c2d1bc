import { createHash } from 'node:crypto';
import type { AuditStoreFixture } from '@radiant/audit/testing';
import { Digest } from '@radiant/kernel';
import { AuditSealing } from '../src/audit-sealing.js';
import type { PostgresAuditSink } from '../src/postgres-audit-sink.js';
import { PostgresAuditStore } from '../src/postgres-audit-store.js';
import type { TestStore } from './test-store.js';

export class Sha256 extends Digest {
  sha256(text: string): string {
    return createHash('sha256').update(text).digest('hex');
  }
}

/** What the laws of AuditStore ask for, on an empty trail. */
export const auditFixture = (store: TestStore, sink: PostgresAuditSink): AuditStoreFixture => ({
  sink,
  digest: new Sha256(),
  now: Date.now(),
  store: (tenantId) =>
    tenantId === undefined
      ? PostgresAuditStore.acrossTenants(store.adminUnitOfWork)
      : PostgresAuditStore.ofTenant(store.adminUnitOfWork, tenantId),
  seal: async () => {
    await new AuditSealing(store.unitOfWork).seal(100_000);
  },
  hold: async (tenantId) => {
    const [hold] = await store.superuser.query<{ id: string }[]>(
      `insert into legal_holds (tenant_id, id, reason, placed_by) values ($1, gen_random_uuid(), 'sealed', 'ada')
       returning id`,
      [tenantId],
    );
    return () => store.superuser.query('update legal_holds set released_at = now() where id = $1', [hold?.id]);
  },
});
