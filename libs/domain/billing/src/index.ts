export {
  ALERT_PERCENTS,
  budgetExceeded,
  budgetId,
  BUDGET_PERIODS,
  BUDGET_SCOPES,
  covers,
  succeeded,
  type Budget,
  type BudgetAlert,
  type BudgetId,
  type BudgetPeriod,
  type BudgetScope,
  type BudgetStanding,
  type Spender,
} from './budget.js';
export {
  LEDGER_ACCOUNTS,
  LEDGER_KINDS,
  USAGE_ORIGINS,
  type BookedCall,
  type BookedStage,
  type BookedUsage,
  type BudgetCounter,
  type HeldCall,
  type LedgerAccount,
  type LedgerKind,
  type LedgerLine,
  type UsageOrigin,
} from './books/booked.js';
export type { Difference, DifferenceKind } from './books/difference.js';
export type { WholeBill } from './books/verify-bills.js';
export { VerifyBooks, type BooksTotal, type VerifiedTenant } from './books/verify-books.js';
export { amountsOf } from './books/verify-lines.js';
export { BooksReader, TenantBooks, type MissingDocument } from './ports/books-reader.js';
export {
  corrected,
  CORRECTION_REASONS,
  type BookedFigures,
  type Correction,
  type CorrectionReason,
  type StandingCall,
} from './corrections/correction.js';
export { correctionId, type CorrectionId } from './corrections/correction-id.js';
export { CorrectionTally, type CorrectionFigures } from './corrections/correction-tally.js';
export { CorrectionStore, type CorrectionRun } from './ports/correction-store.js';
export { budgetPeriod } from './budget-period.js';
export { dayAfter, dayOf, daysPeriod, monthDays, parseDay, startOfDay } from './calendar.js';
export {
  ADJUSTED_FOR_MS,
  creditNoteOf,
  draftOf,
  gapless,
  refuseOverlap,
  standingInvoices,
  type AskedPeriod,
  type InvoiceHead,
} from './invoices/drafted.js';
export {
  CREDIT_REASONS,
  INVOICE_KINDS,
  INVOICE_LINE_KINDS,
  INVOICE_STATUSES,
  invoiceId,
  invoiceNumber,
  type CreditReason,
  type Invoice,
  type InvoiceId,
  type InvoiceKind,
  type InvoiceLine,
  type InvoiceLineKind,
  type InvoiceStatus,
  type UsedQuantities,
} from './invoices/invoice.js';
export { invoiceCsv } from './invoices/invoice-csv.js';
export { cancellingLines, outstandingLines, totalsOf, type LedgerShare } from './invoices/outstanding.js';
export { CURRENCY, centsText, roundedToCents } from './minor-units.js';
export { BudgetStore } from './ports/budget-store.js';
export {
  COST_GROUPS,
  CostReports,
  type CostFilter,
  type CostGroup,
  type CostQuery,
  type CostReport,
  type CostScope,
  type ExportedUsage,
} from './ports/cost-reports.js';
export {
  canonicalLines,
  providerBillId,
  type BilledLine,
  type ProviderBill,
  type ProviderBillId,
} from './provider-bills/provider-bill.js';
export { readBillCsv, readBillRows, type BillReading } from './provider-bills/read-bill-rows.js';
export {
  compareBills,
  differenceCsv,
  onlyOf,
  percentText,
  type BillComparison,
  type BillDifference,
  type OwnName,
  type BookedCost,
  type ComparedTokens,
} from './provider-bills/bill-difference.js';
export { ProviderBillStore, ProviderCosts, type BilledDays, type StandingLine } from './ports/provider-bills.js';
export { InvoiceStore, LedgerShares } from './ports/invoice-store.js';
export { OpenStreams } from './ports/open-streams.js';
export { RateLimits } from './ports/rate-limits.js';
export { Reservations } from './ports/reservations.js';
export { Settlements } from './ports/settlements.js';
export { TokenCounter } from './ports/token-counter.js';
export { UsageLedger } from './ports/usage-ledger.js';
export {
  USAGE_GROUPS,
  UsageReports,
  type Period,
  type UsageGroup,
  type UsageSummary,
  type UsageTotal,
} from './ports/usage-reports.js';
export { latestOf, markupInForce, type MarkupInForce, type TenantMarkup } from './markup.js';
export { MarkupStore, TenantMarkups } from './ports/markups.js';
export { LeasedRateLimits } from './leased-rate-limits.js';
export type { OpenStream } from './open-stream.js';
export { charge, type Charge, type Price } from './price.js';
export {
  rateStanding,
  spend,
  type RateDecision,
  type RateLimit,
  type RateStanding,
  type RateTake,
} from './rate-limit.js';
export { RecordUsage, type MeteredCall } from './record-usage.js';
export { takenBy, type CallSize, type ModelLimits, type Reservation } from './reservation.js';
export type { NormalisedUsage, ReportedUsage, UsageForm } from './reported/normalise-usage.js';
export { chargeback, type DepartmentCharge } from './reports/chargeback.js';
export { FORECAST_DAYS, FORECAST_METHOD, forecastMonth, type DaySpend, type Forecast } from './reports/forecast.js';
export { isTagKeyGroup, TAG_KEY_GROUP, tagGroups, tagPrefix, type TagKeyGroup } from './reports/tag-groups.js';
export {
  USAGE_EXPORT_FORMATS,
  usageExportForm,
  type UsageExportForm,
  type UsageExportFormat,
} from './reports/usage-export.js';
export { holdingHit, ReserveCall, type AskedCall, type AskedRoute } from './reserve-call.js';
export { settlementLine, type Settlement } from './settlement.js';
export {
  INPUT_DETAILS,
  OUTPUT_DETAILS,
  partsOf,
  totalTokens,
  USAGE_DETAILS,
  type TokenUsage,
  type UsageDetail,
  type UsageParts,
} from './token-usage.js';
export { isTagKey, MOST_TAG_KEYS, MOST_TAGS, parsedTag, TAG_FORM, TAG_KEY_FORM, tagList, type Tag } from './tags.js';
export {
  REQUEST_TYPES,
  type ChatRequestType,
  type ReadingRequestType,
  type RequestType,
  type UsageEntry,
} from './usage-entry.js';
export { COUNTED_AT_ONCE, WindowTokenCounter } from './window-token-counter.js';
