import type { AuditRowFactory } from '@radiant/audit';
import { GovernanceTransactions, type GovernanceTransaction } from '@radiant/governance';
import type { Sealer, TenantId } from '@radiant/kernel';
import type { EntityManager } from 'typeorm';
import { PostgresAuditStore } from '../postgres-audit-store.js';
import { TransactionalAuditTrail } from '../transactional-audit-trail.js';
import type { UnitOfWork } from '../unit-of-work.js';
import { PostgresApiKeyStore } from './postgres-api-key-store.js';
import { PostgresAppStore } from './postgres-app-store.js';
import { PostgresAppUserStore } from './postgres-app-user-store.js';
import { PostgresBudgetStore } from './postgres-budget-store.js';
import { PostgresBreakGlassStore } from './postgres-break-glass-store.js';
import { PostgresCorrectionStore } from './postgres-correction-store.js';
import { PostgresInvitationStore } from './postgres-invitation-store.js';
import { PostgresInvoiceStore } from './postgres-invoice-store.js';
import { PostgresLedgerShares } from './postgres-ledger-shares.js';
import { PostgresMarkupStore } from './postgres-markup-store.js';
import { PostgresPriceImportStore } from './postgres-price-import-store.js';
import { PostgresProviderBillStore } from './postgres-provider-bill-store.js';
import { PostgresLegalHoldStore } from './postgres-legal-hold-store.js';
import { PostgresReidentificationStore, type SealedReidentification } from './postgres-reidentification-store.js';
import { PostgresTenantStore } from './postgres-tenant-store.js';
import { PostgresModelStore, PostgresProviderStore } from './postgres-registry-changes.js';
import {
  PostgresAgreementStore,
  PostgresAgreementWarningStore,
  PostgresRoutingRuleStore,
} from './postgres-routing-changes.js';
import { PostgresTokenRevocations } from './postgres-token-revocations.js';
import { SealedText } from './sealed-text.js';
import { WEBHOOK_SECRET } from '../webhook-outbox.js';
import { PostgresWebhookStore } from './postgres-webhook-store.js';
import { Statements } from './statements.js';

/** Transactions of the database, each within the scope of one tenant. */
export class PostgresGovernanceTransactions extends GovernanceTransactions {
  private readonly addresses: SealedText;
  private readonly grantReasons: SealedText;
  private readonly holdReasons: SealedText;
  private readonly webhookSecrets: SealedText;
  private readonly reidentifications: SealedReidentification;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    sealer: Sealer,
    private readonly auditRows: Pick<AuditRowFactory, 'row'>,
  ) {
    super();
    this.addresses = new SealedText(sealer, 'invitation');
    this.grantReasons = new SealedText(sealer, 'break_glass');
    this.holdReasons = new SealedText(sealer, 'legal_hold');
    this.webhookSecrets = new SealedText(sealer, WEBHOOK_SECRET);
    this.reidentifications = {
      reasons: new SealedText(sealer, 'reidentification_reason'),
      texts: new SealedText(sealer, 'reidentification_text'),
      decisions: new SealedText(sealer, 'reidentification_decision'),
    };
  }

  run<Result>(tenantId: TenantId, work: (transaction: GovernanceTransaction) => Promise<Result>): Promise<Result> {
    return this.unitOfWork.forTenant(tenantId, (manager) => work(this.portsOf(tenantId, manager)));
  }

  private portsOf(tenantId: TenantId, manager: EntityManager): GovernanceTransaction {
    const statements = new Statements(manager);
    return {
      tenants: new PostgresTenantStore(statements, tenantId),
      apps: new PostgresAppStore(statements),
      apiKeys: new PostgresApiKeyStore(statements, tenantId),
      appUsers: new PostgresAppUserStore(statements, tenantId),
      invitations: new PostgresInvitationStore(statements, tenantId, this.addresses),
      tokenRevocations: new PostgresTokenRevocations(statements, tenantId),
      breakGlass: new PostgresBreakGlassStore(statements, tenantId, this.grantReasons),
      legalHolds: new PostgresLegalHoldStore(statements, tenantId, this.holdReasons),
      reidentifications: new PostgresReidentificationStore(statements, tenantId, this.reidentifications),
      budgets: new PostgresBudgetStore(statements, tenantId),
      invoices: new PostgresInvoiceStore(statements, tenantId),
      markups: new PostgresMarkupStore(statements, tenantId),
      corrections: new PostgresCorrectionStore(statements, tenantId),
      ledgerShares: new PostgresLedgerShares(statements, tenantId),
      webhooks: new PostgresWebhookStore(statements, tenantId, this.webhookSecrets),
      providers: new PostgresProviderStore(statements, manager),
      models: new PostgresModelStore(statements, manager),
      agreements: new PostgresAgreementStore(statements),
      agreementWarnings: new PostgresAgreementWarningStore(statements),
      rules: new PostgresRoutingRuleStore(statements),
      priceImports: new PostgresPriceImportStore(statements),
      providerBills: new PostgresProviderBillStore(statements),
      audit: new TransactionalAuditTrail(manager, this.auditRows),
      auditLog: PostgresAuditStore.within(manager),
    };
  }
}
