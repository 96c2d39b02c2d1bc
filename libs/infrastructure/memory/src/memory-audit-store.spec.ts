import { describeAuditSink, describeAuditStore } from '@radiant/audit/testing';
import { Digest } from '@radiant/kernel';
import { FixedClock } from '@radiant/kernel/testing';
import { createHash } from 'node:crypto';
import { MemoryAuditSink } from './memory-audit-sink.js';
import { MemoryAuditStore } from './memory-audit-store.js';

class Sha256 extends Digest {
  sha256(text: string): string {
    return createHash('sha256').update(text).digest('hex');
  }
}

describeAuditSink('memory', async () => {
  const digest = new Sha256();
  const sink = new MemoryAuditSink(digest);
  return { sink, digest, rows: async () => sink.rows };
});

describeAuditStore('memory', async () => {
  const digest = new Sha256();
  const sink = new MemoryAuditSink(digest);
  const clock = new FixedClock();
  return {
    sink,
    digest,
    now: clock.now(),
    store: (tenantId) => new MemoryAuditStore(sink, clock, tenantId),
    seal: async () => {
      sink.seal();
    },
    hold: async (tenantId) => {
      const release = sink.hold(tenantId);
      return async () => release();
    },
  };
});
