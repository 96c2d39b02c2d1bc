import { compareBills, parseDay, type BillComparison, type ProviderBill, type ProviderCosts } from '@radiant/billing';
import { PLATFORM_TENANT, providerId, type Clock, type IdGenerator, type Page, type Slice } from '@radiant/kernel';
import type { RegistryStore } from '@radiant/registry';
import { auditEvent, type Actor } from '../actor.js';
import { created } from '../audit-details.js';
import { homeForAllTenants } from '../audit/all-tenants.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import { checkedTimeZone } from '../tenants/tenant-fields.js';
import { checkedId, invalid } from '../validation.js';
import { ownNames } from './own-names.js';

/** Bills of providers, every version, newest first. */
export class ListProviderBills {
  constructor(private readonly transactions: GovernanceTransactions) {}

  /** @throws DomainError `service_unavailable`. */
  execute(slice: Slice): Promise<Page<ProviderBill>> {
    return this.transactions.run(PLATFORM_TENANT, ({ providerBills }) => providerBills.list(slice));
  }
}

export interface AskedDifference {
  /** Undefined: every provider. */
  readonly provider?: string | undefined;
  /** YYYY-MM-DD; `to` is the first day after. */
  readonly from: string;
  readonly to: string;
  /** On whose clocks our days are: those of the bill (IANA name). */
  readonly timeZone: string;
}

const DAY_MS = 86_400_000;
const MOST_DAYS = 366;

/** Holds what providers bill against what the books say of the same days. */
export class CompareProviderBills {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
    private readonly costs: ProviderCosts,
    private readonly registry: RegistryStore,
  ) {}

  /** @throws DomainError `validation_error` naming the field; `forbidden`; `service_unavailable`. */
  async execute(actor: Actor, asked: AskedDifference): Promise<BillComparison> {
    const tenantId = homeForAllTenants(actor);
    checkDays(asked);
    const timeZone = checkedTimeZone('time_zone', asked.timeZone);
    const provider = asked.provider === undefined ? undefined : checkedId('provider', asked.provider, providerId);
    const days = { from: asked.from, to: asked.to, providerId: provider };
    const billed = await this.transactions.run(tenantId, async ({ providerBills, audit }) => {
      await audit.record(
        auditEvent(actor, this.ids, this.clock, {
          tenantId,
          action: 'report.read',
          resource: { type: 'provider_bill' },
          details: created({ from: asked.from, to: asked.to, provider, time_zone: timeZone }),
        }),
      );
      return providerBills.standing(days);
    });
    const [booked, { models, providers }] = await Promise.all([
      this.costs.booked(days, timeZone),
      this.registry.load(),
    ]);
    // or nothing would differ from nothing, and a mistyped name would look like a bill that is right
    if (provider !== undefined && billed.length + booked.length === 0 && !providers.some(({ id }) => id === provider)) {
      throw invalid('provider', 'the id of a provider');
    }
    return compareBills(billed, booked, ownNames(models));
  }
}

function checkDays({ from, to }: AskedDifference): void {
  const [first, after] = [parseDay('from', from), parseDay('to', to)].map(({ year, month, day }) =>
    Date.UTC(year, month, day),
  );
  const days = ((after ?? 0) - (first ?? 0)) / DAY_MS;
  if (days < 1 || days > MOST_DAYS) throw invalid('to', `a day after from, ${MOST_DAYS} days later at most`);
}
