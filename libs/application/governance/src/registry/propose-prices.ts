import type { Clock, IdGenerator } from '@radiant/kernel';
import { comparePrices, priceImportId, readPriceFile, type PriceImport, type RegistryStore } from '@radiant/registry';
import { auditEvent, personOf, type Actor } from '../actor.js';
import { created } from '../audit-details.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import { checkedName } from '../validation.js';
import { toldOfPriceImport } from './price-import-rules.js';

export interface ProposedPrices {
  /** What the file is called. */
  readonly source: string;
  /** The file's JSON, in LiteLLM's form. */
  readonly file: unknown;
}

/** Keeps what a price file would change, for a person to decide on. No price changes. */
export class ProposePrices {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly registry: RegistryStore,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `validation_error` naming source or file; `service_unavailable`. */
  async execute(actor: Actor, asked: ProposedPrices): Promise<PriceImport> {
    const source = checkedName('source', asked.source);
    const file = readPriceFile(asked.file);
    const now = Math.trunc(this.clock.now());
    const { models } = await this.registry.load();
    const { proposals, unlisted } = comparePrices(models, file, now);
    const found: PriceImport = {
      id: priceImportId(this.ids.uuid()),
      source,
      proposals: proposals.filter(({ change }) => change !== 'unchanged'),
      unchanged: proposals.filter(({ change }) => change === 'unchanged').length,
      unlisted,
      createdAt: now,
      createdBy: personOf(actor),
      status: 'pending',
      decidedAt: undefined,
      decidedBy: undefined,
      taken: undefined,
    };
    const tenantId = actor.principal.homeTenantId;
    return this.transactions.run(tenantId, async ({ priceImports, audit }) => {
      await priceImports.add(found);
      await audit.record(
        auditEvent(actor, this.ids, this.clock, {
          tenantId,
          action: 'price_import.create',
          resource: { type: 'price_import', id: found.id },
          details: created(toldOfPriceImport(found)),
        }),
      );
      return found;
    });
  }
}
