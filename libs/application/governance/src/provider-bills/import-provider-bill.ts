import {
  canonicalLines,
  dayAfter,
  dayOf,
  providerBillId,
  readBillCsv,
  readBillRows,
  type BilledLine,
  type BillReading,
  type OwnName,
  type ProviderBill,
  type ProviderBillStore,
} from '@radiant/billing';
import { DomainError, Money, type Clock, type Digest, type IdGenerator } from '@radiant/kernel';
import type { RegistryStore } from '@radiant/registry';
import { auditEvent, nameOf, type Actor } from '../actor.js';
import { created, type Told } from '../audit-details.js';
import { homeForAllTenants } from '../audit/all-tenants.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import { checkedName, invalid } from '../validation.js';
import { ownNames } from './own-names.js';

/** Either `csv` or `rows`. */
export interface AskedProviderBill {
  /** What the bill is called; one of the same name takes the place of the version before. */
  readonly name: string;
  readonly csv?: string;
  readonly rows?: readonly object[];
}

export interface ImportedProviderBill {
  readonly bill: ProviderBill;
  /** False where the version that holds has the same lines already. */
  readonly added: boolean;
}

/** Where each day begins first: a provider may count its days there. */
const FIRST_ZONE = 'Pacific/Kiritimati';

/** Keeps what a provider bills, to be held against the books. */
export class ImportProviderBill {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
    private readonly digest: Digest,
    private readonly registry: RegistryStore,
  ) {}

  /**
   * All lines or none. The same lines under the same name again change nothing.
   * @throws DomainError `validation_error` naming each bad line and field; `conflict` where another bill has a line of the
   * same provider, model and day; `forbidden` for all but super administrators; `service_unavailable`.
   */
  async execute(actor: Actor, asked: AskedProviderBill): Promise<ImportedProviderBill> {
    const tenantId = homeForAllTenants(actor);
    const name = checkedName('name', asked.name);
    const { providers, models } = await this.registry.load();
    const known = new Set<string>(providers.map(({ id }) => id));
    const today = dayOf(FIRST_ZONE, this.clock.now());
    const lines = linesOf(asked, { isProvider: (id) => known.has(id), today });
    const digest = this.digest.sha256(canonicalLines(lines));
    return this.transactions.run(tenantId, async ({ providerBills, audit }) => {
      const before = await providerBills.newest(name);
      if (before?.digest === digest) return { bill: before, added: false };
      await refuseTwice(providerBills, name, lines, ownNames(models));
      const bill: ProviderBill = {
        id: providerBillId(this.ids.uuid()),
        name,
        version: (before?.version ?? 0) + 1,
        digest,
        lineCount: lines.length,
        ...daysOf(lines),
        total: lines.reduce((sum, { cost }) => sum.plus(cost), Money.zero),
        createdAt: Math.trunc(this.clock.now()),
        createdBy: nameOf(actor),
      };
      await providerBills.add(bill, lines);
      await audit.record(
        auditEvent(actor, this.ids, this.clock, {
          tenantId,
          action: 'provider_bill.import',
          resource: { type: 'provider_bill', id: bill.id },
          details: created(toldOfBill(bill)),
        }),
      );
      return { bill, added: true };
    });
  }
}

function linesOf({ csv, rows }: AskedProviderBill, reading: BillReading): readonly BilledLine[] {
  if (csv !== undefined && rows === undefined) return readBillCsv(csv, reading);
  if (rows !== undefined && csv === undefined) return readBillRows(rows, reading);
  throw invalid('rows', 'given, or csv in their place');
}

const daysOf = (lines: readonly BilledLine[]): Pick<ProviderBill, 'from' | 'to'> => {
  const days = lines.map(({ day }) => day).sort();
  return { from: days[0] ?? '', to: days.at(-1) ?? '' };
};

/** What is billed by two bills would be counted twice, so the one must name what it takes the place of. */
async function refuseTwice(
  store: ProviderBillStore,
  name: string,
  lines: readonly BilledLine[],
  ownName: OwnName,
): Promise<void> {
  const { from, to } = daysOf(lines);
  const keyOf = ({ providerId, model, day }: BilledLine): string =>
    JSON.stringify([providerId, ownName(providerId, model), day]);
  const ours = new Set(lines.map(keyOf));
  const standing = await store.standing({ from, to: dayAfter(to) });
  const twice = standing.find((line) => line.bill !== name && ours.has(keyOf(line)));
  if (!twice) return;
  throw new DomainError('conflict', 'another bill has a line of the same provider, model and day', {
    bill: twice.bill,
    provider: twice.providerId,
    model: twice.model,
    day: twice.day,
  });
}

const toldOfBill = (bill: ProviderBill): Told => ({
  name: bill.name,
  version: bill.version,
  lines: bill.lineCount,
  from: bill.from,
  to: bill.to,
  total: bill.total.toString(),
});
