export { ACCESS_REVIEW_FIELDS, AccessReview, type AccessReviewRow } from './access-review.js';
export type { Actor, Deed } from './actor.js';
export { ApiKeyMint } from './api-keys/api-key-mint.js';
export { ChangeApiKey, type ApiKeyChange } from './api-keys/change-api-key.js';
export { IssueApiKey, type IssuedApiKey, type NewApiKey } from './api-keys/issue-api-key.js';
export { ListApiKeys } from './api-keys/list-api-keys.js';
export { RevokeApiKey } from './api-keys/revoke-api-key.js';
export { RotateApiKey } from './api-keys/rotate-api-key.js';
export { ChangeAppUser } from './app-users/change-app-user.js';
export { ListAppUsers } from './app-users/list-app-users.js';
export { APPROVAL_KINDS, type Approval, type ApprovalKind } from './approvals/approval.js';
export { ListApprovals } from './approvals/list-approvals.js';
export { AddApp, type NewApp } from './apps/add-app.js';
export { APP_STATUSES } from './apps/app-fields.js';
export { ChangeApp, type AppChange } from './apps/change-app.js';
export { BreachScope, type Breach } from './audit/breach-scope.js';
export { Disclosures, type Subject } from './audit/disclosures.js';
export { ExportAudit } from './audit/export-audit.js';
export { PurgeAudit, type AuditToPurge } from './audit/purge-audit.js';
export { RecordEvidence, type EvidencePeriod, type ReadChain } from './audit/record-evidence.js';
export { SearchAudit, type AuditSearch, type ReadAuditRow } from './audit/search-audit.js';
export { VerifyAudit } from './audit/verify-audit.js';
export { DecideBreakGlass } from './break-glass/decide-break-glass.js';
export { ListBreakGlass } from './break-glass/list-break-glass.js';
export { RequestBreakGlass, type BreakGlassApproval } from './break-glass/request-break-glass.js';
export { ReviewBreakGlass } from './break-glass/review-break-glass.js';
export { RewrapDataKeys } from './data-keys/rewrap-data-keys.js';
export { RotateDataKey } from './data-keys/rotate-data-key.js';
export { ShredKey, type KeyToShred } from './data-keys/shred-key.js';
export { AcceptInvitation } from './invitations/accept-invitation.js';
export { Invite, type NewInvitation } from './invitations/invite.js';
export { ListInvitations } from './invitations/list-invitations.js';
export { RevokeInvitation } from './invitations/revoke-invitation.js';
export { AddBudget, BUDGET_LIMIT, BUDGET_LIMIT_FORM, type AskedBudget } from './budgets/add-budget.js';
export { EndBudget } from './budgets/end-budget.js';
export { ListBudgetAlerts } from './budgets/list-budget-alerts.js';
export { ListBudgets } from './budgets/list-budgets.js';
export { ChargeBack } from './reports/charge-back.js';
export { ExportUsage } from './reports/export-usage.js';
export { ForecastCosts } from './reports/forecast-costs.js';
export { ReportCosts } from './reports/report-costs.js';
export type { AskedCosts } from './reports/report-fields.js';
export type { AskedCorrection } from './corrections/asked-correction.js';
export { ListCorrections } from './corrections/list-corrections.js';
export { CorrectUsage, type ExpectedFigures } from './corrections/correct-usage.js';
export { PreviewCorrection } from './corrections/preview-correction.js';
export { CreditInvoice } from './invoices/credit-invoice.js';
export { DiscardInvoice } from './invoices/discard-invoice.js';
export { DraftInvoice } from './invoices/draft-invoice.js';
export { FinaliseInvoice } from './invoices/finalise-invoice.js';
export type { AskedDays } from './invoices/invoice-fields.js';
export { InvoiceIssuer } from './invoices/invoice-issuer.js';
export { ListInvoices } from './invoices/list-invoices.js';
export { ReadInvoice } from './invoices/read-invoice.js';
export { ReadMarkups } from './markups/read-markups.js';
export { SetMarkup, type AskedMarkup } from './markups/set-markup.js';
export { DeleteTenant, type TenantDeletion } from './tenants/delete-tenant.js';
export { ListLegalHolds } from './legal-holds/list-legal-holds.js';
export { PreviewPolicies } from './policy-preview/preview-policies.js';
export type {
  AskedAgreement,
  PolicyPreview,
  PolicyProposal,
  PreviewCounts,
  PreviewDay,
} from './policy-preview/preview.js';
export { PlaceLegalHold } from './legal-holds/place-legal-hold.js';
export { ReleaseLegalHold } from './legal-holds/release-legal-hold.js';
export { Alerts, type AlertKind } from './ports/alerts.js';
export { AuditStores } from './ports/audit-stores.js';
export { Checkpoints } from './ports/checkpoints.js';
export { GovernanceTransactions, type GovernanceTransaction } from './ports/governance-transactions.js';
export { PhiConfigs } from './ports/phi-configs.js';
export { refuseWhileHeld } from './legal-holds/refuse-while-held.js';
export { TenantKeys } from './ports/tenant-keys.js';
export { AddAgreement, type NewAgreement } from './registry/add-agreement.js';
export type { AgreementChange } from './registry/agreement-fields.js';
export { ChangeAgreement } from './registry/change-agreement.js';
export { ListAgreementWarnings } from './registry/list-agreement-warnings.js';
export { PutRoutingRule, type AskedTarget } from './registry/put-routing-rule.js';
export { RemoveRoutingRule } from './registry/remove-routing-rule.js';
export { AddModel, type NewModel } from './registry/add-model.js';
export { AddPrice } from './registry/add-price.js';
export { DecidePriceImport, type PriceImportVerdict } from './registry/decide-price-import.js';
export {
  ImportProviderBill,
  type AskedProviderBill,
  type ImportedProviderBill,
} from './provider-bills/import-provider-bill.js';
export { CompareProviderBills, ListProviderBills, type AskedDifference } from './provider-bills/read-provider-bills.js';
export { ProposePrices, type ProposedPrices } from './registry/propose-prices.js';
export { ListPriceImports, ReadPriceImport } from './registry/read-price-imports.js';
export type { NewPrice, QuotedRates } from './registry/checked-price.js';
export { AddProvider, type NewProvider } from './registry/add-provider.js';
export { ChangeModel } from './registry/change-model.js';
export { ChangeProvider } from './registry/change-provider.js';
export type { ModelChange, ThermalChange, ThermalConfigFields } from './registry/model-fields.js';
export type { ConnectionFields } from './registry/checked-connection.js';
export type { ProviderChange } from './registry/provider-fields.js';
export { WarnOfAgreements } from './registry/warn-of-agreements.js';
export type { ExpectedRevisions } from './registry/revision.js';
export { DecideReidentification } from './reidentification/decide-reidentification.js';
export { ListReidentifications, type ListedReidentification } from './reidentification/list-reidentifications.js';
export { ReadReidentification, type ReidentificationReading } from './reidentification/read-reidentification.js';
export { Reidentifier, type OpenedText } from './reidentification/reidentifier.js';
export {
  RequestReidentification,
  type NewReidentification,
  type ReidentificationOutcome,
} from './reidentification/request-reidentification.js';
export { CACHE_SECONDS } from './tenants/tenant-fields.js';
export { ChangeTenant, SETTABLE_STATUSES, type TenantChange } from './tenants/change-tenant.js';
export { CreateTenant, type NewTenant } from './tenants/create-tenant.js';
export { ListTenants } from './tenants/list-tenants.js';
export { ReadTenant } from './tenants/read-tenant.js';
export { RevokeTokens, type TokensToRevoke } from './tokens/revoke-tokens.js';
export { WebhookAddresses } from './ports/webhook-addresses.js';
export {
  DELIVERY_STATUSES,
  WEBHOOK_EVENTS,
  WebhookStore,
  type DeliveryStatus,
  type Webhook,
  type WebhookDelivery,
  type WebhookEvent,
} from './ports/webhook-store.js';
export { PutWebhook } from './webhooks/put-webhook.js';
export { ListWebhookDeliveries, ReadWebhook } from './webhooks/read-webhook.js';
export { RemoveWebhook } from './webhooks/remove-webhook.js';
export { TestWebhook } from './webhooks/test-webhook.js';
