import { Settlements, type Settlement, type UsageLedger } from '@radiant/billing';

/** Straight into the books. */
export class MemorySettlements extends Settlements {
  constructor(private readonly ledger: UsageLedger) {
    super();
  }

  settle(settlement: Settlement): Promise<void> {
    return this.ledger.post(settlement);
  }

  async ready(): Promise<void> {}
}
