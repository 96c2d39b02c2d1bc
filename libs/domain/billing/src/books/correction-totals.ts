import { Money } from '@radiant/kernel';
import type { CorrectionId } from '../corrections/correction-id.js';
import type { CorrectionRun } from '../ports/correction-store.js';
import type { BookedCall } from './booked.js';
import type { Fault } from './difference.js';

interface Sums {
  calls: number;
  cost: bigint;
  billed: bigint;
}

/** Adds up again what corrections left of the calls that they changed. */
export class CorrectionTotals {
  private readonly sums = new Map<CorrectionId, Sums>();

  call({ stages = [] }: BookedCall): void {
    for (const { correctionId, cost, billedAmount } of stages) {
      if (correctionId === undefined) continue;
      const { calls, ...sums } = this.of(correctionId);
      this.sums.set(correctionId, {
        calls: calls + 1,
        cost: sums.cost + cost.picos,
        billed: sums.billed + billedAmount.picos,
      });
    }
  }

  /** @param runs every correction of the tenant, with what it said that it came to. */
  faults(runs: readonly Pick<CorrectionRun, 'id' | 'figures'>[]): readonly Fault[] {
    return runs.flatMap(({ id, figures }): Fault[] => {
      const { calls, cost, billed } = this.of(id);
      const of = { kind: 'correction_total', subject: id } as const;
      const pairs = [
        { ...of, part: 'cost', expected: Money.ofPicos(cost), found: figures.costAfter },
        { ...of, part: 'billed', expected: Money.ofPicos(billed), found: figures.billedAfter },
      ];
      const faults: Fault[] = pairs.filter(({ expected, found }) => !expected.equals(found));
      if (calls === figures.calls) return faults;
      const part = `${calls} calls of ${figures.calls}`;
      return [...faults, { ...of, part, expected: Money.zero, found: Money.zero }];
    });
  }

  private of(id: CorrectionId): Sums {
    return this.sums.get(id) ?? { calls: 0, cost: 0n, billed: 0n };
  }
}
