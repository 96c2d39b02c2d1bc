import { auditEvent, CLINIC, NOON, uuid } from '@radiant/audit/testing';
import { createTestDatabase } from '@radiant/embedded/testing';
import type { AuditEvent } from '@radiant/kernel';
import { readEnvironment } from '@radiant/nest-kit';
import { generateKeyring } from '@radiant/security';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { openAdministration } from '../src/evidence/administration.js';
import { cliActor } from '../src/evidence/cli-actor.js';
import { exportEvidence, type WrittenEvidence } from '../src/evidence/export-evidence.js';
import type { EvidencePeriod } from '@radiant/governance';

export const TENANT = CLINIC;
export const TENANT_NAME = 'Clinic';

/** A folder that the end of the tests takes away. */
export function temporaryFolders() {
  const root = mkdtempSync(path.join(tmpdir(), 'radiant-audit-test-'));
  let count = 0;
  return {
    next: (): string => path.join(root, String((count += 1))),
    remove: (): void => rmSync(root, { recursive: true, force: true }),
  };
}

/** An administration on a real database, with a tenant in it. */
export async function openWorld(dataDirectory: string) {
  const database = await createTestDatabase();
  const superuser = new pg.Pool({ connectionString: database.superuserUrl, max: 1 });
  superuser.on('error', () => undefined); // its connection may outlive its end by a moment, and the database not
  await superuser.query("insert into tenants (id, app_id, name) select $1, id, $2 from apps where id = 'default'", [
    TENANT,
    TENANT_NAME,
  ]);
  const variables = {
    DATABASE_URL: database.adminUrl,
    RADIANT_KEYRING: generateKeyring(),
    RADIANT_DATA_DIR: dataDirectory,
  };
  const administration = await openAdministration(readEnvironment(variables));
  return {
    administration,
    variables,
    superuser,
    /** Writes rows that tell of calls, an hour apart. */
    async happened(rows: number, over: Partial<AuditEvent> = {}): Promise<void> {
      await administration.transactions.run(TENANT, async ({ audit }) => {
        for (let n = 0; n < rows; n += 1) {
          await audit.record(auditEvent({ id: uuid(n), occurredAt: NOON + n * 3_600_000, ...over }));
        }
      });
    },
    evidence: (directory: string, period: EvidencePeriod = {}): Promise<WrittenEvidence> =>
      exportEvidence(administration, cliActor(TENANT, administration.ids, 'grace h.'), {
        tenantId: TENANT,
        directory,
        period,
      }),
    async close(): Promise<void> {
      await administration.close();
      await superuser.end();
      await database.drop();
    },
  };
}
