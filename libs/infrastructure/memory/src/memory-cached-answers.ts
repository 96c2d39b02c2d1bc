import { CachedAnswers } from '@radiant/inference';
import type { Clock, Instant, TenantId } from '@radiant/kernel';

export class MemoryCachedAnswers extends CachedAnswers {
  private readonly kept = new Map<string, { readonly answer: string; readonly until: Instant }>();

  constructor(private readonly clock: Clock) {
    super();
  }

  async find(tenantId: TenantId, key: string): Promise<string | undefined> {
    const kept = this.kept.get(`${tenantId}#${key}`);
    return kept && this.clock.now() < kept.until ? kept.answer : undefined;
  }

  async keep(tenantId: TenantId, key: string, answer: string, until: Instant): Promise<void> {
    this.kept.set(`${tenantId}#${key}`, { answer, until });
  }
}
