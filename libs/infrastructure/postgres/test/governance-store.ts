import { AuditRowFactory } from '@radiant/audit';
import type { TokenRevocation } from '@radiant/identity';
import type { StoresUnderTest } from '@radiant/identity/testing';
import { Digest, DomainError, Sealer, type SealContext, type TenantId } from '@radiant/kernel';
import { createHash } from 'node:crypto';
import { PostgresGovernanceTransactions } from '../src/governance/postgres-governance-transactions.js';
import type { UnitOfWork } from '../src/unit-of-work.js';
import type { TestStore } from './test-store.js';

/** Binds to the context as a real one does, and shows what is bound; reversed bytes hold no plain text. */
export class ReversingSealer extends Sealer {
  readonly sealed: SealContext[] = [];
  destroyed = false;

  async seal(context: SealContext, plaintext: string): Promise<Uint8Array> {
    this.sealed.push(context);
    return Buffer.from(JSON.stringify([context, plaintext])).reverse();
  }

  async open(context: SealContext, sealed: Uint8Array): Promise<string> {
    if (this.destroyed) throw new DomainError('not_found', 'the key was destroyed');
    const [bound, plaintext] = JSON.parse(Buffer.from(sealed).reverse().toString()) as [SealContext, string];
    if (JSON.stringify(bound) !== JSON.stringify(context)) throw new DomainError('internal_error', 'not opened');
    return plaintext;
  }
}

class Sha256 extends Digest {
  sha256(text: string): string {
    return createHash('sha256').update(text).digest('hex');
  }
}

export const transactionsOf = (unitOfWork: UnitOfWork, sealer: Sealer): PostgresGovernanceTransactions =>
  new PostgresGovernanceTransactions(unitOfWork, sealer, new AuditRowFactory(sealer, new Sha256()));

/** Takes the apps away too, which come with the schema. */
export async function emptyGovernance(store: TestStore): Promise<void> {
  await store.empty();
  await store.superuser.query('delete from apps');
}

/** Transactions of the administration's role on nothing at all. */
export async function emptyStores(store: TestStore): Promise<StoresUnderTest> {
  await emptyGovernance(store);
  const transactions = transactionsOf(store.adminUnitOfWork, new ReversingSealer());
  return {
    run: (tenant, work) => transactions.run(tenant, work),
    revocations: (tenant) => revocationsOf(store, tenant),
    events: async (tenant) => {
      const rows: { id: string }[] = await store.superuser.query('select id from audit_logs where tenant_id = $1', [
        tenant,
      ]);
      return rows.map(({ id }) => id);
    },
  };
}

async function revocationsOf(store: TestStore, tenant: TenantId): Promise<readonly TokenRevocation[]> {
  const rows: (Omit<TokenRevocation, 'issuedBefore' | 'expiresAt'> & { issuedBefore: Date; expiresAt: Date })[] =
    await store.superuser.query(
      `select id, kind, value, issued_before as "issuedBefore", expires_at as "expiresAt", revoked_by as "revokedBy"
        from token_revocations where tenant_id = $1 order by id`,
      [tenant],
    );
  return rows.map((row) => ({
    ...row,
    issuedBefore: row.issuedBefore.getTime(),
    expiresAt: row.expiresAt.getTime(),
  }));
}
