import type { AuditStore } from '@radiant/audit';
import { GovernanceTransactions, type GovernanceTransaction } from '@radiant/governance';
import type { Tenant, TokenRevocation } from '@radiant/identity';
import { AuditTrail, type AuditEvent, type TenantId } from '@radiant/kernel';
import type { RegistrySnapshot } from '@radiant/registry';
import { MemoryBooks } from '../billing/memory-books.js';
import { MemoryBudgetStore } from '../billing/memory-budget-store.js';
import { MemoryCorrectionStore } from '../billing/memory-corrections.js';
import { MemoryInvoiceStore, MemoryLedgerShares } from '../billing/memory-invoices.js';
import { MemoryMarkupStore, type KeptMarkup } from '../billing/memory-markups.js';
import { MemoryProviderBillStore } from '../billing/memory-provider-bills.js';
import { nothing, type GovernanceState } from './governance-state.js';
import { MemoryAppStore, MemoryTenantStore } from './memory-platform-stores.js';
import { MemoryPriceImportStore } from './memory-price-import-store.js';
import {
  MemoryAgreementStore,
  MemoryAgreementWarningStore,
  MemoryModelStore,
  MemoryProviderStore,
  MemoryRoutingRuleStore,
} from './memory-registry-changes.js';
import { MemoryReidentificationStore } from './memory-reidentification-store.js';
import {
  MemoryApiKeyStore,
  MemoryAppUserStore,
  MemoryBreakGlassStore,
  MemoryInvitationStore,
  MemoryLegalHoldStore,
  MemoryTokenRevocations,
} from './memory-tenant-stores.js';
import { MemoryWebhookStore } from './memory-webhook-store.js';
import { TenantTable } from './tenant-table.js';

/**
 * Governance in this process: transactions run one after another, and what throws changes nothing. A transaction within
 * a transaction waits for itself.
 */
export class MemoryGovernance extends GovernanceTransactions {
  private state = nothing();
  private last: Promise<unknown> = Promise.resolve();

  /**
   * @param auditLog what a tenant's transactions read as the trail; without it reading the trail is a TypeError.
   * @param books whose usage is invoiced.
   */
  constructor(
    private readonly auditLog?: (tenantId: TenantId) => AuditStore,
    private readonly books = new MemoryBooks(),
  ) {
    super();
  }

  run<Result>(tenantId: TenantId, work: (transaction: GovernanceTransaction) => Promise<Result>): Promise<Result> {
    const result = this.last.then(async () => {
      const { budgets, invoices, corrections, providerBills, ...others } = this.state; // they never change, and their Money can't be cloned
      const draft: GovernanceState = {
        ...structuredClone(others),
        budgets: [...budgets],
        invoices: [...invoices],
        corrections: [...corrections],
        providerBills: [...providerBills],
      };
      const answer = await work(this.portsOf(draft, tenantId));
      this.state = draft;
      return answer;
    });
    this.last = result.catch(() => undefined);
    return result;
  }

  /** What was recorded and kept, oldest first. */
  get events(): readonly AuditEvent[] {
    return this.state.events;
  }

  /** Of every tenant. */
  get markups(): readonly KeptMarkup[] {
    return this.state.markups;
  }

  /** Every tenant, oldest entry first. */
  get tenants(): readonly Tenant[] {
    return this.state.tenants;
  }

  /** The platform's registry as it stands. */
  get registry(): RegistrySnapshot {
    const { providers, models, agreements, rules } = this.state;
    return { providers, models, agreements, rules };
  }

  /** The revocations of a tenant, oldest first. */
  revocationsOf(tenantId: TenantId): readonly TokenRevocation[] {
    return this.state.tokenRevocations
      .filter((revocation) => revocation.tenantId === tenantId)
      .map(({ id, kind, value, issuedBefore, expiresAt, revokedBy }) => ({
        id,
        kind,
        value,
        issuedBefore,
        expiresAt,
        revokedBy,
      }));
  }

  private portsOf(state: GovernanceState, tenantId: TenantId): GovernanceTransaction {
    const { auditLog } = this;
    return {
      tenants: new MemoryTenantStore(tenantId, state.tenants),
      apps: new MemoryAppStore(state.apps),
      apiKeys: new MemoryApiKeyStore(new TenantTable(state, tenantId, 'API key', state.apiKeys)),
      appUsers: new MemoryAppUserStore(new TenantTable(state, tenantId, 'app user', state.appUsers)),
      invitations: new MemoryInvitationStore(new TenantTable(state, tenantId, 'invitation', state.invitations)),
      tokenRevocations: new MemoryTokenRevocations(
        new TenantTable(state, tenantId, 'token revocation', state.tokenRevocations),
        tenantId,
      ),
      breakGlass: new MemoryBreakGlassStore(new TenantTable(state, tenantId, 'break-glass grant', state.breakGlass)),
      legalHolds: new MemoryLegalHoldStore(new TenantTable(state, tenantId, 'legal hold', state.legalHolds)),
      reidentifications: new MemoryReidentificationStore(
        new TenantTable(state, tenantId, 're-identification request', state.reidentifications),
      ),
      budgets: new MemoryBudgetStore(new MemoryBooks('UTC', state.budgets), tenantId),
      invoices: new MemoryInvoiceStore(state.invoices, tenantId),
      markups: new MemoryMarkupStore(state.markups, tenantId),
      corrections: new MemoryCorrectionStore(state.corrections, this.books, tenantId),
      ledgerShares: new MemoryLedgerShares(this.books, tenantId),
      webhooks: new MemoryWebhookStore(state.webhooks, state.webhookDeliveries, tenantId),
      providers: new MemoryProviderStore(state.providers),
      models: new MemoryModelStore(state.models, state.providers),
      agreements: new MemoryAgreementStore(state.agreements),
      agreementWarnings: new MemoryAgreementWarningStore(state.agreementWarnings),
      rules: new MemoryRoutingRuleStore(state.rules),
      priceImports: new MemoryPriceImportStore(state.priceImports),
      providerBills: new MemoryProviderBillStore(state.providerBills),
      audit: new MemoryTransactionAudit(tenantId, state.events),
      get auditLog(): AuditStore {
        if (!auditLog) throw new TypeError('no audit log was given');
        return auditLog(tenantId);
      },
    };
  }
}

class MemoryTransactionAudit extends AuditTrail {
  constructor(
    private readonly tenantId: TenantId,
    private readonly events: AuditEvent[],
  ) {
    super();
  }

  async record(event: AuditEvent): Promise<void> {
    if (event.tenantId !== this.tenantId) throw new TypeError('a transaction takes events of its own tenant only');
    const isKnown = this.events.some(({ id, tenantId }) => id === event.id && tenantId === event.tenantId);
    if (!isKnown) this.events.push(structuredClone(event));
  }
}
