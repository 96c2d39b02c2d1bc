import { ChainVerifier, type ChainReport, type SignatureVerifier } from '@radiant/audit';
import type { AuditDetails, Clock, Digest, IdGenerator, TenantId } from '@radiant/kernel';
import { auditEvent, type Actor } from '../actor.js';
import { checkTenant } from '../in-tenant.js';
import type { Checkpoints } from '../ports/checkpoints.js';
import type { GovernanceTransaction, GovernanceTransactions } from '../ports/governance-transactions.js';

/** Rows at a time: what stays in memory. */
const PAGE = 5_000;
/** A row has its place within a second, unless the sealer is kept from its work. */
const LONGEST_WAIT_MS = 60_000;

/** Verifies a tenant's whole trail against its chain and against the checkpoints that are kept outside the database. */
export class VerifyAudit {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
    private readonly digest: Digest,
    private readonly checkpoints: Checkpoints,
    private readonly signatures: SignatureVerifier,
  ) {}

  /** @throws DomainError `not_found`, `service_unavailable`. */
  async execute(actor: Actor, tenantId: TenantId): Promise<ChainReport> {
    await checkTenant(this.transactions, actor, tenantId);
    const signed = await this.checkpoints.of(tenantId);
    return this.transactions.run(tenantId, async (transaction) => {
      const verifier = new ChainVerifier(tenantId, this.digest, signed, this.signatures);
      await feed(verifier, transaction, tenantId);
      const report = verifier.finish(await transaction.auditLog.waiting(tenantId, LONGEST_WAIT_MS));
      await transaction.audit.record(
        auditEvent(actor, this.ids, this.clock, {
          tenantId,
          action: 'audit.verify',
          outcome: report.problemCount === 0 ? 'success' : 'failed',
          details: { ...toldOfReport(report), checkpoints: signed.length },
        }),
      );
      return report;
    });
  }
}

async function feed(verifier: ChainVerifier, { auditLog }: GovernanceTransaction, tenantId: TenantId): Promise<void> {
  let after = 0;
  for (;;) {
    const rows = await auditLog.chain(tenantId, after, PAGE);
    for (const row of rows) verifier.add(row);
    const last = rows.at(-1)?.sequence ?? after;
    if (rows.length < PAGE || last <= after) return;
    after = last;
  }
}

const toldOfReport = ({ rows, purged, last, problemCount, problems }: ChainReport): AuditDetails => ({
  rows,
  purged,
  last_sequence: last?.sequence ?? 0,
  problems: problemCount,
  first_problem: problems[0]?.kind ?? null,
  first_problem_sequence: problems[0]?.sequence ?? null,
});
