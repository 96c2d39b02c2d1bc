import {
  CostReports,
  type CostGroup,
  type CostQuery,
  type CostReport,
  type CostScope,
  type ExportedUsage,
} from '@radiant/billing';
import { Money } from '@radiant/kernel';

interface Asked {
  readonly scope: CostScope;
  readonly query: CostQuery;
  readonly groupBy: readonly CostGroup[];
}

/** Answers `groups`, whatever is asked, and keeps what was. */
export class FakeCosts extends CostReports {
  readonly asked: Asked[] = [];
  groups: readonly (readonly [key: string, billed: string])[] = [];

  async report(scope: CostScope, query: CostQuery, groupBy: readonly CostGroup[]): Promise<CostReport> {
    this.asked.push({ scope, query, groupBy });
    const items = this.groups.map(([key, billed]) => ({ keys: [key], ...totalOf(billed) }));
    return { total: totalOf('0'), groups: { items, total: items.length } };
  }

  async *export(scope: CostScope, query: CostQuery): AsyncGenerator<ExportedUsage> {
    this.asked.push({ scope, query, groupBy: [] });
    yield* [];
  }
}

const totalOf = (billed: string) => ({
  requests: 1,
  inputTokens: 0,
  outputTokens: 0,
  cost: Money.zero,
  billedAmount: Money.parse(billed),
});
