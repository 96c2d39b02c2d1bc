import { VerifyBooks } from '@radiant/billing';
import { openDatabase } from '@radiant/composition';
import { DomainError, type TenantId } from '@radiant/kernel';
import type { Environment } from '@radiant/nest-kit';
import { PostgresBooksReader } from '@radiant/postgres';
import { Sha256Digest, SystemClock } from '@radiant/security';
import { differenceLine, lateLine, summary, tenantLine } from './verify-report.js';

export interface DatabaseToVerify {
  /** Of the administration: its role alone sees all tenants. */
  readonly environment: Environment;
  /** All tenants when it is not given. */
  readonly tenantId: TenantId | undefined;
  /** Whether the figures of each tenant are said. */
  readonly each: boolean;
  readonly say: (text: string) => void;
}

/**
 * Proves the books of a database. @returns whether they add up. @throws EnvironmentError; DomainError `not_found` for a
 * tenant that is not there; `service_unavailable`.
 */
export async function verifyDatabase({ environment, tenantId, each, say }: DatabaseToVerify): Promise<boolean> {
  const clock = new SystemClock();
  const { dataSource, unitOfWork } = await openDatabase(environment, clock, 'radiant-billing-verify', 2);
  try {
    const began = clock.elapsed();
    const reader = new PostgresBooksReader(unitOfWork);
    if (tenantId !== undefined) await checkThere(reader, tenantId);
    const total = await new VerifyBooks(reader, clock, new Sha256Digest()).execute(
      {
        found: (difference) => say(differenceLine(difference)),
        late: (difference) => say(lateLine(difference)),
        tenant: (verified) => each && say(tenantLine(verified)),
      },
      tenantId,
    );
    say(summary(total, clock.elapsed() - began));
    return total.differences === 0;
  } finally {
    await dataSource.destroy();
  }
}

/** The books of nobody add up: who mistypes an id must not take that for a proof. */
async function checkThere(reader: PostgresBooksReader, tenantId: TenantId): Promise<void> {
  for await (const one of reader.tenants()) if (one === tenantId) return;
  throw new DomainError('not_found', 'there is no such tenant');
}
