import { Money, type Digest } from '@radiant/kernel';
import { canonicalLines, type BilledLine, type ProviderBill } from '../provider-bills/provider-bill.js';
import type { Fault } from './difference.js';

/** A bill of a provider with all of its lines. */
export interface WholeBill {
  readonly bill: ProviderBill;
  readonly lines: readonly BilledLine[];
}

/** Holds bills of providers against their lines, one after the other, and their versions against each other. */
export class VerifyBills {
  private readonly versions = new Map<string, number[]>();

  constructor(private readonly digest: Digest) {}

  /** What is wrong with one bill. */
  verify({ bill, lines }: WholeBill): readonly Fault[] {
    this.versions.set(bill.name, [...(this.versions.get(bill.name) ?? []), bill.version]);
    const of = { kind: 'provider_bill', subject: bill.id } as const;
    const sum = lines.reduce((total, { cost }) => total.plus(cost), Money.zero);
    if (!sum.equals(bill.total)) return [{ ...of, part: 'sum of its lines', expected: sum, found: bill.total }];
    const part =
      lines.length === bill.lineCount
        ? `version ${bill.version} has other lines than were brought`
        : `${lines.length} lines of ${bill.lineCount}`;
    return this.digest.sha256(canonicalLines(lines)) === bill.digest && lines.length === bill.lineCount
      ? []
      : [{ ...of, part, expected: Money.zero, found: Money.zero }];
  }

  /** Versions that are nowhere though a later one of the name is there. */
  missing(): readonly Fault[] {
    return [...this.versions].flatMap(([name, versions]) =>
      Array.from({ length: Math.max(...versions) }, (_, index) => index + 1)
        .filter((version) => !versions.includes(version))
        .map((version): Fault => {
          const part = `version ${version} is nowhere`;
          return { kind: 'provider_bill', subject: name, part, expected: Money.zero, found: Money.zero };
        }),
    );
  }
}
