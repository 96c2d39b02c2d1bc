import type {
  ApiKeyStore,
  AppStore,
  AppUserStore,
  BreakGlassStore,
  InvitationStore,
  LegalHoldStore,
  TenantStore,
  TokenRevocations,
} from '@radiant/identity';
import type { AuditStore } from '@radiant/audit';
import type {
  BudgetStore,
  CorrectionStore,
  InvoiceStore,
  LedgerShares,
  MarkupStore,
  ProviderBillStore,
} from '@radiant/billing';
import type { AuditTrail, TenantId } from '@radiant/kernel';
import type { ReidentificationStore } from '@radiant/phi';
import type {
  AgreementStore,
  AgreementWarningStore,
  ModelStore,
  PriceImportStore,
  ProviderStore,
  RoutingRuleStore,
} from '@radiant/registry';
import type { WebhookStore } from './webhook-store.js';

/** Ports whose writes are kept or lost together. */
export interface GovernanceTransaction {
  readonly tenants: TenantStore;
  readonly apps: AppStore;
  readonly apiKeys: ApiKeyStore;
  readonly appUsers: AppUserStore;
  readonly invitations: InvitationStore;
  readonly tokenRevocations: TokenRevocations;
  readonly breakGlass: BreakGlassStore;
  readonly legalHolds: LegalHoldStore;
  readonly reidentifications: ReidentificationStore;
  readonly budgets: BudgetStore;
  readonly invoices: InvoiceStore;
  readonly ledgerShares: LedgerShares;
  readonly markups: MarkupStore;
  readonly webhooks: WebhookStore;
  readonly corrections: CorrectionStore;
  /** The platform's, which all tenants share. */
  readonly providers: ProviderStore;
  readonly models: ModelStore;
  readonly agreements: AgreementStore;
  readonly agreementWarnings: AgreementWarningStore;
  readonly rules: RoutingRuleStore;
  readonly priceImports: PriceImportStore;
  readonly providerBills: ProviderBillStore;
  /** The trail of the transaction's tenant: what is recorded here is kept only with the change it is about. */
  readonly audit: AuditTrail;
  /** What the trail holds. */
  readonly auditLog: AuditStore;
}

/** Transactions of one tenant: the database itself shows and takes nothing of another. */
export abstract class GovernanceTransactions {
  /** @throws DomainError what `work` throws, with everything undone; `service_unavailable`. */
  abstract run<Result>(
    tenantId: TenantId,
    work: (transaction: GovernanceTransaction) => Promise<Result>,
  ): Promise<Result>;
}
