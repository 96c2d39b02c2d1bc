import { Money } from '@radiant/kernel';
import { roundedToCents, sharedOut } from '../minor-units.js';

/** What one department is charged. */
export interface DepartmentCharge {
  readonly department: string;
  readonly requests: number;
  readonly exact: Money;
  /** Whole cents; those of all departments are what the sum of `exact` rounds to. */
  readonly cents: bigint;
}

/** Shares out what was billed over departments, in whole cents by largest remainder. */
export function chargeback(
  departments: readonly { readonly department: string; readonly requests: number; readonly billed: Money }[],
): readonly DepartmentCharge[] {
  const total = departments.reduce((sum, { billed }) => sum.plus(billed), Money.zero);
  const cents = sharedOut(
    departments.map(({ billed }) => billed),
    roundedToCents(total),
  );
  return departments.map(({ department, requests, billed }, index) => ({
    department,
    requests,
    exact: billed,
    cents: cents[index] ?? 0n,
  }));
}
