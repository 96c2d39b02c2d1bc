import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { OpenAuditBody, type AuditStore } from '@radiant/audit';
import { auditRow, CLINIC, FakeSealer, HOSPITAL } from '@radiant/audit/testing';
import { AuditStores } from '@radiant/governance';
import { DomainError, type TenantId } from '@radiant/kernel';
import { MemoryAuditSink, MemoryAuditStore } from '@radiant/memory';
import { Log } from '@radiant/nest-kit';
import { Sha256Digest, SystemClock } from '@radiant/security';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { openAuditStream } from '../src/open-audit-stream.js';

const SCRIPT = path.join(import.meta.dirname, 'killable-receiver.mjs');

jest.setTimeout(180_000); // processes are killed and come back

const ends: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** A trail that grows, and what the stream takes from it. */
class Trail extends AuditStores {
  private readonly sink = new MemoryAuditSink(new Sha256Digest());
  private readonly counts = new Map<TenantId, number>();
  readonly directory = mkdtempSync(path.join(tmpdir(), 'radiant-stream-test-'));
  readonly logged: string[] = [];
  fails: TenantId | undefined;

  constructor() {
    super();
    ends.push(() => rmSync(this.directory, { recursive: true, force: true }));
  }

  ofTenant(tenantId: TenantId): AuditStore {
    if (tenantId === this.fails) throw new DomainError('service_unavailable', 'the database is not available');
    return new MemoryAuditStore(this.sink, new SystemClock(), tenantId);
  }

  acrossTenants(): AuditStore {
    return new MemoryAuditStore(this.sink, new SystemClock());
  }

  async grow(tenantId: TenantId, rows: number, body: string | null = null): Promise<void> {
    const before = this.counts.get(tenantId) ?? 0;
    for (let n = before; n < before + rows; n += 1) {
      await this.sink.append(auditRow(n, new Sha256Digest(), { tenantId, content: { body } }));
    }
    this.counts.set(tenantId, before + rows);
    this.sink.seal();
  }

  stream(port: number | undefined) {
    const stream = new Writable({
      write: (chunk: Buffer, _, done) => {
        this.logged.push(...[...chunk.toString().matchAll(/"msg":"([^"]+)"/g)].map(([, message]) => message ?? ''));
        done();
      },
    });
    return openAuditStream(port === undefined ? undefined : `tcp://127.0.0.1:${port}`, {
      stores: this,
      sealing: {
        heads: async () =>
          [...this.counts].map(([tenantId, sequence]) => ({ tenantId, sequence, hash: 'f'.repeat(64) })),
      },
      bodies: new OpenAuditBody(new FakeSealer()),
      directory: this.directory,
      log: new Log('test', 'info', stream),
      everyMs: 5,
    });
  }

  /** What the file of positions says. */
  get positions(): unknown {
    return JSON.parse(readFileSync(path.join(this.directory, 'syslog-position.json'), 'utf8'));
  }
}

/** A receiver in a process of its own, which writes down what it read. */
class Receiver {
  port = 0;
  private child: ChildProcess | undefined;

  constructor(private readonly file: string) {
    ends.push(() => this.kill());
  }

  async start(): Promise<void> {
    this.child = fork(SCRIPT, [String(this.port), this.file], { execArgv: [] });
    const [port]: unknown[] = await once(this.child, 'message');
    this.port = Number(port);
  }

  async kill(): Promise<void> {
    const { child } = this;
    this.child = undefined;
    if (!child) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  /** Sequences of a tenant in the order in which they were read. */
  read(tenantId: TenantId): number[] {
    if (!existsSync(this.file)) return [];
    const rows = readFileSync(this.file, 'utf8').split('\n');
    return rows.filter((row) => row.startsWith(tenantId)).map((row) => Number(row.slice(tenantId.length + 1)));
  }

  async until(done: () => boolean): Promise<void> {
    while (!done()) await pause(5);
  }

  has(tenantId: TenantId, rows: number): boolean {
    return new Set(this.read(tenantId)).size === rows;
  }
}

const upTo = (last: number): number[] => Array.from({ length: last }, (_, n) => n + 1);
const started = async (trail: Trail): Promise<Receiver> => {
  const receiver = new Receiver(path.join(trail.directory, 'received'));
  await receiver.start();
  return receiver;
};

describe('the stream of the audit trail', () => {
  it('carries every row once, in the order of each chain, and goes on where it was after a restart', async () => {
    const trail = new Trail();
    await trail.grow(CLINIC, 1_203);
    await trail.grow(HOSPITAL, 7);
    const receiver = await started(trail);
    const first = await trail.stream(receiver.port);
    await receiver.until(() => receiver.has(CLINIC, 1_203) && receiver.has(HOSPITAL, 7));
    await trail.grow(CLINIC, 3);
    await receiver.until(() => receiver.has(CLINIC, 1_206));
    await first.close();
    expect(trail.positions).toEqual({ [CLINIC]: 1_206, [HOSPITAL]: 7 });
    await trail.grow(HOSPITAL, 2);
    const second = await trail.stream(receiver.port);
    await receiver.until(() => receiver.has(HOSPITAL, 9));
    await second.close();
    expect(receiver.read(CLINIC)).toEqual(upTo(1_206));
    expect(receiver.read(HOSPITAL)).toEqual(upTo(9));
    expect(trail.logged).toEqual([]);
  });

  it('loses nothing and keeps the order while the receiver is killed and comes back, again and again', async () => {
    const trail = new Trail();
    await trail.grow(CLINIC, 1);
    await trail.grow(HOSPITAL, 1);
    const receiver = await started(trail);
    const stream = await trail.stream(receiver.port);
    let total = 1;
    for (let kills = 1; kills <= 6; kills += 1) {
      await Promise.all([trail.grow(CLINIC, 700), trail.grow(HOSPITAL, 700)]);
      total += 700;
      const before = receiver.read(CLINIC).length;
      await receiver.until(() => receiver.read(CLINIC).length > before); // in the middle of it
      await receiver.kill();
      await receiver.start();
    }
    await receiver.until(() => receiver.has(CLINIC, total) && receiver.has(HOSPITAL, total));
    await stream.close();
    for (const tenantId of [CLINIC, HOSPITAL]) {
      expect([...new Set(receiver.read(tenantId))]).toEqual(upTo(total));
    }
  });

  it('says once that the receiver does not answer and once that it does again', async () => {
    const trail = new Trail();
    const receiver = await started(trail);
    await receiver.kill();
    await trail.grow(CLINIC, 1);
    const stream = await trail.stream(receiver.port);
    await receiver.until(() => trail.logged.length > 0);
    await receiver.start(); // more attempts meanwhile, none of which is to say it again
    await receiver.until(() => trail.logged.length > 1);
    await stream.close();
    expect(trail.logged).toEqual(['the syslog receiver does not answer', 'the syslog receiver answers again']);
    expect(receiver.read(CLINIC)).toEqual([1]);
  });

  it('sends the others’ rows while one tenant’s can not be read, and then these', async () => {
    const trail = new Trail();
    await trail.grow(CLINIC, 3);
    await trail.grow(HOSPITAL, 3);
    trail.fails = CLINIC;
    const receiver = await started(trail);
    const stream = await trail.stream(receiver.port);
    await receiver.until(() => receiver.has(HOSPITAL, 3));
    trail.fails = undefined;
    await receiver.until(() => receiver.has(CLINIC, 3) && trail.logged.length === 2);
    await stream.close();
    expect(trail.logged).toEqual(['audit rows for syslog can not be read', 'audit rows for syslog can be read again']);
  });

  it('is not held up by a sealed body that was altered', async () => {
    const trail = new Trail();
    await trail.grow(CLINIC, 1, 'YWx0ZXJlZA==');
    await trail.grow(CLINIC, 1);
    const receiver = await started(trail);
    const stream = await trail.stream(receiver.port);
    await receiver.until(() => receiver.has(CLINIC, 2));
    await stream.close();
    expect(trail.logged).toEqual(['the sealed part of an audit row can not be opened']);
  });

  it('sends a trail anew that was set back to a backup, and says so', async () => {
    const trail = new Trail();
    await trail.grow(CLINIC, 20);
    await trail.grow(HOSPITAL, 3);
    writeFileSync(path.join(trail.directory, 'syslog-position.json'), JSON.stringify({ [CLINIC]: 500, [HOSPITAL]: 3 }));
    const receiver = await started(trail);
    const stream = await trail.stream(receiver.port);
    await receiver.until(() => receiver.has(CLINIC, 20));
    await trail.grow(CLINIC, 5);
    await receiver.until(() => receiver.has(CLINIC, 25));
    await stream.close();
    expect(receiver.read(CLINIC)).toEqual(upTo(25));
    expect(receiver.read(HOSPITAL)).toEqual([]);
    expect(trail.logged).toEqual(['a trail ends before what was sent of it as syslog: it is sent anew']);
  });

  it('does nothing without an address', async () => {
    const trail = new Trail();
    await trail.grow(CLINIC, 1);
    const stream = await trail.stream(undefined);
    await stream.close();
    expect(existsSync(path.join(trail.directory, 'syslog-position.json'))).toBe(false);
  });

  it.each(['', '[]', '{"x":1}', `{"${CLINIC}":-1}`, `{"${CLINIC}":"1"}`])(
    'does not begin with broken positions: %p',
    async (text) => {
      const trail = new Trail();
      writeFileSync(path.join(trail.directory, 'syslog-position.json'), text);
      await expect(trail.stream(1)).rejects.toMatchObject({ code: 'internal_error' });
    },
  );
});
