import { Money } from '@radiant/kernel';
import {
  LEDGER_ACCOUNTS,
  type BookedCall,
  type BookedStage,
  type BookedUsage,
  type LedgerAccount,
  type LedgerKind,
  type LedgerLine,
} from './booked.js';
import type { Fault } from './difference.js';
import { grouped } from './grouped.js';

/** The lines of each entry, by its number. */
type Entries = ReadonlyMap<number, readonly LedgerLine[]>;

/** Whether usage and ledger say the same of a call, and every entry of it is what an entry must be. */
export function verifyLines({ requestId, usage, lines, stages = [] }: BookedCall): readonly Fault[] {
  const entries: Entries = grouped(lines, ({ entry }) => entry);
  const last = Math.max(0, ...entries.keys());
  // those that are missing, too: a correction whose reversal is not there counts twice
  const faults = Array.from({ length: last }, (_, index) => entryFaults(entries, index + 1)).flat();
  return [...faults, ...stageFaults(entries, stages), ...standingFaults(entries, usage)].map((fault) => ({
    ...fault,
    subject: requestId,
  }));
}

type PartFault = Omit<Fault, 'subject'>;

function entryFaults(entries: Entries, entry: number): PartFault[] {
  const lines = entries.get(entry) ?? [];
  const part = `entry ${entry}`;
  const faults: PartFault[] = [];
  const sum = lines.reduce((total, { amount }) => total.plus(amount), Money.zero);
  if (sum.picos !== 0n) faults.push({ kind: 'entry_unbalanced', part, expected: Money.zero, found: sum });
  if (lines.some(({ kind }) => kind !== kindOf(entry))) {
    faults.push({
      kind: 'entry_kind',
      part: `${part} is no ${kindOf(entry)}`,
      expected: Money.zero,
      found: Money.zero,
    });
  }
  if (kindOf(entry) !== 'reversal') return faults;
  for (const account of LEDGER_ACCOUNTS) {
    const expected = Money.zero.minus(amountIn(entries, entry - 1, account));
    const found = amountIn(entries, entry, account);
    if (!found.equals(expected)) faults.push({ kind: 'reversal_amount', part: `${part} ${account}`, expected, found });
  }
  return faults;
}

/** What stood before the last correction, beside the rows that it was made from. */
function stageFaults(entries: Entries, stages: readonly BookedStage[]): PartFault[] {
  const last = stages.at(-1)?.entry ?? 0;
  const made = new Map(stages.map((stage) => [stage.entry, stage]));
  const faults: PartFault[] = [];
  for (let entry = 1; entry < last; entry += 2) {
    const stage = made.get(entry);
    if (!stage && entry < (stages[0]?.entry ?? 0)) continue; // an estimate, which the row of usage took the place of
    const wanted = stage ? amountsOf(stage) : NOTHING;
    for (const account of LEDGER_ACCOUNTS) {
      const [expected, found] = [wanted[account], amountIn(entries, entry, account)];
      if (found.equals(expected)) continue;
      const kind = stage ? 'ledger_amount' : 'ledger_without_usage';
      faults.push({ kind, part: `entry ${entry} ${account}`, expected, found });
    }
    const other = entries.get(entry)?.find(({ priceVersion }) => priceVersion !== stage?.priceVersion);
    if (stage && other) faults.push(versionFault(other.priceVersion, stage.priceVersion));
  }
  return faults;
}

/** What stands in the end, beside what the usage says. */
function standingFaults(entries: Entries, usage: BookedUsage | undefined): PartFault[] {
  const last = Math.max(0, ...entries.keys());
  const standing = kindOf(last) === 'reversal' ? last + 1 : last; // a correction to nothing has no lines
  const wanted = usage ? amountsOf(usage) : NOTHING;
  const faults: PartFault[] = [];
  for (const account of LEDGER_ACCOUNTS) {
    const [expected, found] = [wanted[account], amountIn(entries, standing, account)];
    if (!found.equals(expected)) faults.push({ kind: standingKind(entries, usage), part: account, expected, found });
  }
  const version = entries.get(standing)?.find(({ priceVersion }) => priceVersion !== usage?.priceVersion)?.priceVersion;
  if (usage && version !== undefined) faults.push(versionFault(version, usage.priceVersion));
  return faults;
}

const versionFault = (inLedger: number, inUsage: number): PartFault => ({
  kind: 'ledger_version',
  part: `version ${inLedger} in the ledger, ${inUsage} in the usage`,
  expected: Money.zero,
  found: Money.zero,
});

function standingKind(entries: Entries, usage: BookedUsage | undefined): Fault['kind'] {
  if (!usage) return 'ledger_without_usage';
  return entries.size === 0 ? 'usage_without_ledger' : 'ledger_amount';
}

/** What becomes of a call's figures in the ledger. */
export const amountsOf = ({
  cost,
  billedAmount,
}: Pick<BookedUsage, 'cost' | 'billedAmount'>): Readonly<Record<LedgerAccount, Money>> => ({
  receivable: billedAmount,
  provider: Money.zero.minus(cost),
  margin: cost.minus(billedAmount),
});

const NOTHING = amountsOf({ cost: Money.zero, billedAmount: Money.zero });

const amountIn = (entries: Entries, entry: number, account: LedgerAccount): Money =>
  (entries.get(entry) ?? [])
    .filter((line) => line.account === account)
    .reduce((sum, { amount }) => sum.plus(amount), Money.zero);

/** The charge first, and then a reversal before each correction. */
function kindOf(entry: number): LedgerKind {
  if (entry <= 1) return 'charge';
  return entry % 2 === 0 ? 'reversal' : 'correction';
}
