import { Money, type TenantId } from '@radiant/kernel';

/** What can be wrong with the books; docs/billing.md says what to do about each. */
export type DifferenceKind =
  | 'usage_without_ledger'
  | 'ledger_without_usage'
  | 'ledger_amount'
  | 'ledger_version'
  | 'entry_unbalanced'
  | 'entry_kind'
  | 'reversal_amount'
  | 'correction_total'
  | 'price_missing'
  | 'repriced_cost'
  | 'repriced_billed'
  | 'markup'
  | 'settled_but_held'
  | 'overdue'
  | 'budget_spent'
  | 'budget_held'
  | 'budget_alert'
  | 'invoice_total'
  | 'invoice_cents'
  | 'invoice_ledger'
  | 'invoice_cancelled'
  | 'invoice_number'
  | 'invoice_late'
  | 'provider_bill';

/** Two figures of the books that should be the same. */
export interface Difference {
  /** The platform's where it is about all tenants. */
  readonly tenantId: TenantId;
  readonly kind: DifferenceKind;
  /** A request id, that of a budget, a correction or an invoice, the number of a document that is missing, or a bill. */
  readonly subject: string;
  /** Which part of it: an account, an entry, a version, a period. */
  readonly part: string;
  readonly expected: Money;
  readonly found: Money;
}

/** What is wrong, without the tenant that it is wrong for. */
export type Fault = Omit<Difference, 'tenantId'>;

/** Without its sign; where no amount differs but something else does, nothing. */
export function sizeOf({ expected, found }: Pick<Difference, 'expected' | 'found'>): Money {
  const off = expected.minus(found);
  return off.picos < 0n ? Money.zero.minus(off) : off;
}
