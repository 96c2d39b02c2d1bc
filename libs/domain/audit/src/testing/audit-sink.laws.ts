import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Digest } from '@radiant/kernel';
import type { AuditRow } from '../audit-row.js';
import type { AuditSink } from '../ports/audit-sink.js';
import { auditRow, bareRow, CLINIC, HOSPITAL, uuid } from './audit-rows.js';

export interface AuditSinkFixture {
  readonly sink: AuditSink;
  /** For the hashes of the rows. */
  readonly digest: Digest;
  /** What is durable, in any order. */
  rows(): Promise<readonly AuditRow[]>;
}

/** The laws of AuditSink. `make` gives an empty sink that knows the tenants CLINIC and HOSPITAL. */
export function describeAuditSink(name: string, make: () => Promise<AuditSinkFixture>): void {
  describe(`AuditSink laws: ${name}`, () => {
    let fixture: AuditSinkFixture;

    beforeEach(async () => {
      fixture = await make();
    });

    const append = async (...rows: readonly AuditRow[]): Promise<void> => {
      for (const row of rows) await fixture.sink.append(row);
    };
    /** By tenant and id, as a sink keeps no order, and with the fields of a row alone. */
    const held = async (): Promise<AuditRow[]> =>
      (await fixture.rows())
        .map(({ tenantId, id, occurredAt, retentionClass, contentHash, content }) => ({
          tenantId,
          id,
          occurredAt,
          retentionClass,
          contentHash,
          content,
        }))
        .sort((a, b) => (`${a.tenantId} ${a.id}` < `${b.tenantId} ${b.id}` ? -1 : 1));

    it('keeps every field of a row', async () => {
      const row = auditRow(1, fixture.digest, { content: { adminId: 'ada', subjects: ['b', 'a', 'b'] } });
      await append(row);
      expect(await held()).toEqual([row]);
    });

    it('keeps a row in which almost everything is absent', async () => {
      const row = bareRow(1, fixture.digest);
      await append(row);
      expect(await held()).toEqual([row]);
    });

    it('tells empty lists and texts from absent ones', async () => {
      const row = bareRow(1, fixture.digest, {
        content: { phi: {}, subjects: [], resourceId: '', phiDisclosed: false },
      });
      await append(row);
      expect(await held()).toEqual([row]);
    });

    it('keeps texts of any language, quotes and line breaks', async () => {
      const row = auditRow(1, fixture.digest, {
        content: { resourceId: 'Zoë "❤️"\n\t\\u0041, 漢字', userId: "o'neil" },
      });
      await append(row);
      expect(await held()).toEqual([row]);
    });

    it('keeps a long body to the byte', async () => {
      const row = auditRow(1, fixture.digest, { content: { body: `${'QUJD'.repeat(2_000)}Lw==` } });
      await append(row);
      expect(await held()).toEqual([row]);
    });

    it('appends a row once, however often it comes', async () => {
      const row = auditRow(1, fixture.digest);
      await append(row, row);
      await Promise.all(Array.from({ length: 20 }, () => fixture.sink.append(row)));
      expect(await held()).toEqual([row]);
    });

    it('leaves the row that is there when another comes with its id', async () => {
      const row = auditRow(1, fixture.digest);
      await append(row);
      await fixture.sink.append(auditRow(1, fixture.digest, { content: { outcome: 'failed' } })).catch(() => undefined);
      expect(await held()).toEqual([row]);
    });

    it('takes the same id of two tenants as two rows', async () => {
      const rows = [CLINIC, HOSPITAL].map((tenantId) => auditRow(1, fixture.digest, { tenantId }));
      await append(...rows);
      expect(await held()).toEqual(rows);
    });

    it('keeps three hundred rows that come at once', async () => {
      const rows = Array.from({ length: 300 }, (_, n) => auditRow(n, fixture.digest, { id: uuid(n) }));
      await Promise.all(rows.map((row) => fixture.sink.append(row)));
      expect(await held()).toEqual(rows);
    });

    it('keeps what it was given, whatever the caller does to it next', async () => {
      const phi: Record<string, number> = { NAME: 1 };
      const subjects = ['a'];
      const expected = auditRow(1, fixture.digest, { content: { phi: { NAME: 1 }, subjects: ['a'] } });
      await append(auditRow(1, fixture.digest, { content: { phi, subjects } }));
      phi['NAME'] = 9;
      subjects.push('b');
      expect(await held()).toEqual([expected]);
    });
  });
}
