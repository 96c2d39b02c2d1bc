import { UsageLedger, type UsageEntry } from '@radiant/billing';
import { DomainError } from '@radiant/kernel';

/** Usage rows in this process. */
export class MemoryUsageLedger extends UsageLedger {
  private readonly byRequest = new Map<string, UsageEntry>();

  async append(entry: UsageEntry): Promise<void> {
    const key = `${entry.tenantId} ${entry.requestId}`;
    const known = this.byRequest.get(key);
    if (known && !known.billedAmount.equals(entry.billedAmount)) {
      throw new DomainError('conflict', 'the request is billed already, with another amount', {
        requestId: entry.requestId,
      });
    }
    if (!known) this.byRequest.set(key, { ...entry, usage: { ...entry.usage } }); // a copy, as a database would keep
  }

  /** Every row, oldest first. */
  get entries(): readonly UsageEntry[] {
    return [...this.byRequest.values()];
  }
}
