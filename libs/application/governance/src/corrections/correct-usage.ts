import {
  correctionId,
  type Correction,
  type CorrectionFigures,
  type CorrectionId,
  type CorrectionRun,
} from '@radiant/billing';
import { DomainError, Money, type Clock, type IdGenerator, type TenantId } from '@radiant/kernel';
import { auditEvent, nameOf, type Actor } from '../actor.js';
import { created } from '../audit-details.js';
import { inTenant } from '../in-tenant.js';
import type { GovernanceTransaction, GovernanceTransactions } from '../ports/governance-transactions.js';
import { checkedCorrection, type AskedCorrection, type CheckedCorrection } from './asked-correction.js';
import { correctionsOf, toldAsked, toldFigures } from './corrections-of.js';

/** Corrections that are posted by one statement. */
const AT_ONCE = 500;

/** What the preview said; refused when it is another by now. */
export interface ExpectedFigures {
  readonly calls: number;
  /** Of the calls that change, decimal USD. */
  readonly billedAfter: string;
}

/** Corrects what calls used or cost: a reversal and a correction each, beside what stands there. */
export class CorrectUsage {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
  ) {}

  /**
   * All or nothing. The same id and question again change nothing and are answered alike.
   * @param id a UUID of the caller's.
   * @throws DomainError `validation_error` naming the field; `not_found`; `precondition_failed` with the figures;
   * `conflict` when the id is that of another correction, the call is billed as reserved, or one was changed meanwhile;
   * `service_unavailable`.
   */
  async execute(
    actor: Actor,
    tenantId: TenantId,
    id: string,
    asked: AskedCorrection,
    expected: ExpectedFigures,
  ): Promise<CorrectionRun> {
    const by = nameOf(actor);
    const correction = correctionId(id);
    return inTenant(this.transactions, actor, tenantId, async (transaction, { timeZone }) => {
      const checked = checkedCorrection(asked, timeZone);
      const before = await transaction.corrections.find(correction);
      if (before) return repeated(before, checked);
      const figures = await correctionsOf(transaction, checked);
      refuseOther(figures, expected);
      const run: CorrectionRun = {
        id: correction,
        reason: checked.reason,
        asked: checked.asked,
        figures,
        createdAt: Math.trunc(this.clock.now()),
        createdBy: by,
      };
      await transaction.corrections.add(run);
      const posted = await post(transaction, correction, checked);
      if (posted.calls !== figures.calls || !posted.billedAfter.equals(figures.billedAfter)) {
        throw new DomainError('conflict', 'calls came meanwhile; ask for a preview again');
      }
      await transaction.audit.record(
        auditEvent(actor, this.ids, this.clock, {
          tenantId,
          action: 'usage.correct',
          resource: { type: 'usage_correction', id: correction },
          details: created({ ...toldAsked(checked), ...toldFigures(figures) }),
        }),
      );
      return run;
    });
  }
}

function repeated(before: CorrectionRun, { asked }: CheckedCorrection): CorrectionRun {
  if (before.asked === asked) return before;
  throw new DomainError('conflict', 'the id is that of another correction');
}

function refuseOther({ calls, billedAfter }: CorrectionFigures, expected: ExpectedFigures): void {
  if (calls === expected.calls && billedAfter.equals(Money.parse(expected.billedAfter))) return;
  const field = calls === expected.calls ? 'expected_billed' : 'expected_calls';
  throw new DomainError('precondition_failed', 'the figures are others by now; ask for a preview again', {
    field,
    calls,
    billed_after: billedAfter.toString(),
  });
}

async function post(
  transaction: GovernanceTransaction,
  id: CorrectionId,
  asked: CheckedCorrection,
): Promise<CorrectionFigures> {
  let waiting: Correction[] = [];
  const flush = async (): Promise<void> => {
    if (waiting.length > 0) await transaction.corrections.post(id, waiting);
    waiting = [];
  };
  const figures = await correctionsOf(transaction, asked, async (correction) => {
    waiting.push(correction);
    if (waiting.length >= AT_ONCE) await flush();
  });
  await flush();
  return figures;
}
