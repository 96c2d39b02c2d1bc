import {
  dayAfter,
  dayOf,
  FORECAST_DAYS,
  forecastMonth,
  monthDays,
  type CostReports,
  type DaySpend,
  type Forecast,
} from '@radiant/billing';
import { Money, type Clock, type IdGenerator, type TenantId } from '@radiant/kernel';
import { auditEvent, type Actor } from '../actor.js';
import { inTenant } from '../in-tenant.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';

/** What the current month of a tenant is expected to come to. */
export class ForecastCosts {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
    private readonly costs: CostReports,
  ) {}

  /** @throws DomainError `not_found`, `service_unavailable`. */
  async execute(actor: Actor, tenantId: TenantId): Promise<Forecast & { readonly month: string }> {
    const timeZone = await inTenant(this.transactions, actor, tenantId, async ({ audit }, tenant) => {
      await audit.record(auditEvent(actor, this.ids, this.clock, { tenantId, action: 'report.read' }));
      return tenant.timeZone;
    });
    const today = dayOf(timeZone, this.clock.now());
    const month = today.slice(0, 7);
    const { from: first, to: end } = monthDays('month', month);
    const earliest = dayAfter(today, -FORECAST_DAYS);
    const from = earliest < first ? earliest : first;
    const { groups } = await this.costs.report(tenantId, { from, to: dayAfter(today), filter: {} }, ['day'], {
      limit: 100,
      offset: 0,
    });
    const billed = new Map(groups.items.map(({ keys: [day = ''], billedAmount }) => [day, billedAmount]));
    const spend = (day: string): DaySpend => ({ day, billed: billed.get(day) ?? Money.zero });
    const history = Array.from({ length: FORECAST_DAYS }, (_, index) => spend(dayAfter(earliest, index)));
    const earlier = [...billed].filter(([day]) => first <= day && day < today);
    const spentBefore = earlier.reduce((sum, [, amount]) => sum.plus(amount), Money.zero);
    return { month, ...forecastMonth(history, spentBefore, spend(today), end) };
  }
}
