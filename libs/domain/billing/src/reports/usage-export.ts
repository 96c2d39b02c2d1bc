import { csvLine, type CsvValue, type Instant } from '@radiant/kernel';
import { budgetPeriod } from '../budget-period.js';
import { dayOf } from '../calendar.js';
import { CURRENCY } from '../minor-units.js';
import type { ExportedUsage } from '../ports/cost-reports.js';
import type { Period } from '../ports/usage-reports.js';
import { totalTokens, type TokenUsage } from '../token-usage.js';

type Column = (usage: ExportedUsage, issuer: string) => CsvValue;

const HOUR_MS = 3_600_000;
const iso = (moment: number): string => new Date(moment).toISOString();
/** FOCUS has no fractions of a second. */
const focusMoment = (moment: number): string => iso(moment).replace(/\.\d{3}Z$/, 'Z');
/** A way to a call's own part of the calendar. The next call is nearly always of the same, and asking is what takes time. */
function remembering<Part extends Period>(
  ask: (moment: Instant, timeZone: string) => Part,
): (usage: ExportedUsage) => Part {
  let latest: { readonly part: Part; readonly timeZone: string } | undefined;
  return ({ entry: { createdAt }, timeZone }) => {
    if (latest?.timeZone !== timeZone || createdAt < latest.part.from || createdAt >= latest.part.to) {
      latest = { part: ask(createdAt, timeZone), timeZone };
    }
    return latest.part;
  };
}
const month = remembering((moment, timeZone) => budgetPeriod('month', moment, timeZone));
/** Of the tenant's clocks, as reports and invoices count it. */
const day = remembering((moment, timeZone) => ({
  ...budgetPeriod('day', moment, timeZone),
  text: dayOf(timeZone, moment),
}));
/** The hour of a call, as far as it is of its month: some clocks begin a month at half past. */
function hour(usage: ExportedUsage): Period {
  const { createdAt } = usage.entry;
  const from = createdAt - (createdAt % HOUR_MS);
  const whole = month(usage);
  return { from: Math.max(from, whole.from), to: Math.min(from + HOUR_MS, whole.to) };
}
const billed = ({ entry }: ExportedUsage): string => entry.billedAmount.toString();
const tokens = ({ entry }: ExportedUsage): number => totalTokens(entry.usage);
/** By their keys: a tag is `key=value`. */
const tagValues = ({ entry }: ExportedUsage): Readonly<Record<string, string>> =>
  Object.fromEntries(
    entry.tags.map((tag) => [tag.slice(0, Math.max(0, tag.indexOf('='))), tag.slice(tag.indexOf('=') + 1)]),
  );
const tags = (usage: ExportedUsage): string => JSON.stringify(tagValues(usage));
/** What of the four sums of tokens has a price of its own, and what else was counted. */
const detail = ({ entry }: ExportedUsage): NonNullable<TokenUsage['detail']> => entry.usage.detail ?? {};
const detailText = (usage: ExportedUsage): string => JSON.stringify(detail(usage));

const PLAIN: Readonly<Record<string, Column>> = {
  tenant_id: ({ entry }) => entry.tenantId,
  request_id: ({ entry }) => entry.requestId,
  created_at: ({ entry }) => iso(entry.createdAt),
  day: (usage) => day(usage).text,
  app_id: ({ entry }) => entry.appId,
  user_id: ({ entry }) => entry.userId,
  api_key_id: ({ entry }) => entry.apiKeyId,
  model_id: ({ entry }) => entry.modelId,
  provider_id: ({ entry }) => entry.providerId,
  request_type: ({ entry }) => entry.requestType,
  tags,
  input_tokens: ({ entry }) => entry.usage.inputTokens,
  cached_input_tokens: ({ entry }) => entry.usage.cachedInputTokens,
  output_tokens: ({ entry }) => entry.usage.outputTokens,
  reasoning_tokens: ({ entry }) => entry.usage.reasoningTokens,
  total_tokens: tokens,
  usage_detail: detailText,
  cost: ({ entry }) => entry.cost.toString(),
  billed_amount: billed,
  currency: () => CURRENCY,
  estimated: ({ entry }) => entry.estimated,
  price_version: ({ entry }) => entry.priceVersion,
  markup_basis_points: ({ entry }) => entry.markupBasisPoints,
  markup_version: ({ entry }) => entry.markupVersion,
  latency_ms: ({ entry }) => entry.latencyMs,
};

/**
 * Columns of FOCUS 1.2 (FinOps Open Cost and Usage Specification, focus.finops.org/focus-specification/v1-2), by name; what
 * the specification does not have begins with `x_`. There are no discounts or commitments, so the four costs are alike;
 * a call has several unit prices, so there is none in a row, and the version of the price stands in `x_PriceVersion`.
 */
const FOCUS: Readonly<Record<string, Column>> = {
  BilledCost: billed,
  BillingAccountId: ({ entry }) => entry.tenantId,
  BillingAccountName: ({ tenantName }) => tenantName,
  BillingAccountType: () => 'Tenant',
  BillingCurrency: () => CURRENCY,
  BillingPeriodEnd: (usage) => focusMoment(month(usage).to),
  BillingPeriodStart: (usage) => focusMoment(month(usage).from),
  ChargeCategory: () => 'Usage',
  ChargeClass: () => null,
  ChargeDescription: ({ entry }) => `${entry.requestType} of ${entry.modelId}`,
  ChargeFrequency: () => 'Usage-Based',
  ChargePeriodEnd: (usage) => focusMoment(hour(usage).to),
  ChargePeriodStart: (usage) => focusMoment(hour(usage).from),
  ConsumedQuantity: tokens,
  ConsumedUnit: () => 'Tokens',
  ContractedCost: billed,
  ContractedUnitPrice: () => null,
  EffectiveCost: billed,
  InvoiceIssuerName: (_, issuer) => issuer,
  ListCost: billed,
  ListUnitPrice: () => null,
  PricingCategory: () => 'Standard',
  PricingQuantity: tokens,
  PricingUnit: () => 'Tokens',
  ProviderName: (_, issuer) => issuer,
  PublisherName: ({ entry }) => entry.providerId,
  RegionId: () => null,
  RegionName: () => null,
  ResourceId: ({ entry }) => entry.modelId,
  ResourceName: ({ entry }) => entry.modelId,
  ResourceType: () => 'Model',
  ServiceCategory: () => 'AI and Machine Learning',
  ServiceName: () => 'RADIANT gateway',
  ServiceSubcategory: () => 'Generative AI',
  SkuId: ({ entry }) => entry.modelId,
  SkuPriceId: () => null,
  SubAccountId: ({ entry }) => entry.appId,
  SubAccountName: ({ entry }) => entry.appId,
  SubAccountType: () => 'App',
  Tags: tags,
  x_ApiKeyId: ({ entry }) => entry.apiKeyId,
  x_CachedInputTokens: ({ entry }) => entry.usage.cachedInputTokens,
  x_Estimated: ({ entry }) => entry.estimated,
  x_InputTokens: ({ entry }) => entry.usage.inputTokens,
  x_OutputTokens: ({ entry }) => entry.usage.outputTokens,
  x_PriceVersion: ({ entry }) => entry.priceVersion,
  x_ReasoningTokens: ({ entry }) => entry.usage.reasoningTokens,
  x_RequestId: ({ entry }) => entry.requestId,
  x_UserId: ({ entry }) => entry.userId,
};

export const USAGE_EXPORT_FORMATS = ['csv', 'jsonl', 'focus'] as const;
export type UsageExportFormat = (typeof USAGE_EXPORT_FORMATS)[number];

/** How a format is written, a call at a time. */
export interface UsageExportForm {
  readonly header: string;
  readonly line: (usage: ExportedUsage) => string;
}

/** @param issuer who invoices, as FOCUS names him. */
export function usageExportForm(format: UsageExportFormat, issuer: string): UsageExportForm {
  switch (format) {
    case 'csv':
      return csvForm(PLAIN, issuer);
    case 'focus':
      return csvForm(FOCUS, issuer);
    case 'jsonl':
      return { header: '', line: (usage) => `${JSON.stringify(record(usage, issuer))}\n` };
  }
}

const csvForm = (columns: Readonly<Record<string, Column>>, issuer: string): UsageExportForm => ({
  header: csvLine(Object.keys(columns)),
  line: (usage) => csvLine(Object.values(columns).map((column) => column(usage, issuer))),
});

/** With what is a table's cell elsewhere as what it is. */
function record(usage: ExportedUsage, issuer: string): Readonly<Record<string, unknown>> {
  const cells = Object.entries(PLAIN).map(([name, column]): [string, CsvValue] => [
    name,
    column(usage, issuer) ?? null,
  ]);
  return { ...Object.fromEntries(cells), tags: tagValues(usage), usage_detail: detail(usage) };
}
