import {
  DomainError,
  isUuid,
  type Branded,
  type Instant,
  type ModelId,
  type Money,
  type TenantId,
} from '@radiant/kernel';
import type { Period } from '../ports/usage-reports.js';

export type InvoiceId = Branded<'InvoiceId'>;

/** @throws DomainError `validation_error`. */
export function invoiceId(text: string): InvoiceId {
  const id = text.toLowerCase();
  if (!isUuid(id)) throw new DomainError('validation_error', 'invoice id must be a UUID', { field: 'invoice id' });
  return id as InvoiceId; // the only place where a plain string becomes this id
}

export const INVOICE_KINDS = ['invoice', 'credit_note'] as const;
export type InvoiceKind = (typeof INVOICE_KINDS)[number];

export const INVOICE_STATUSES = ['draft', 'final'] as const;
export type InvoiceStatus = (typeof INVOICE_STATUSES)[number];

/** What a credit note is for: the whole invoice, or what the ledger was corrected by since. */
export const CREDIT_REASONS = ['cancellation', 'correction'] as const;
export type CreditReason = (typeof CREDIT_REASONS)[number];

/** `usage`: of the invoice's own period; `adjustment`: of an earlier one that is invoiced; `credit`: taken back. */
export const INVOICE_LINE_KINDS = ['usage', 'adjustment', 'credit'] as const;
export type InvoiceLineKind = (typeof INVOICE_LINE_KINDS)[number];

/** How much of a model was used; of adjustments and credits the difference, which may be below zero. */
export interface UsedQuantities {
  readonly requests: number;
  /** Prompt tokens that were not read from a cache. */
  readonly inputTokens: number;
  readonly cachedInputTokens: number;
  readonly outputTokens: number;
  readonly reasoningTokens: number;
}

export interface InvoiceLine extends UsedQuantities {
  readonly kind: InvoiceLineKind;
  readonly modelId: ModelId;
  /** In which the calls were admitted. */
  readonly period: Period;
  /** What the ledger holds, to the pico-USD. */
  readonly exact: Money;
  /** The same in whole cents, so that all lines add up to the total. */
  readonly cents: bigint;
}

/** An invoice or credit note of one tenant. A final one never changes. */
export interface Invoice {
  readonly id: InvoiceId;
  readonly tenantId: TenantId;
  readonly kind: InvoiceKind;
  readonly status: InvoiceStatus;
  /** Counts the final documents of a kind and issuer, without a gap; undefined for drafts. */
  readonly number: number | undefined;
  /** The invoice that a credit note is about. */
  readonly credits: InvoiceId | undefined;
  readonly reason: CreditReason | undefined;
  readonly issuer: string;
  /** The tenant's name when it was drafted. */
  readonly customer: string;
  readonly period: Period;
  /** IANA name; the period's days are those of this zone. */
  readonly timeZone: string;
  readonly lines: readonly InvoiceLine[];
  readonly exact: Money;
  readonly cents: bigint;
  readonly createdAt: Instant;
  readonly createdBy: string;
  readonly finalisedAt: Instant | undefined;
  readonly finalisedBy: string | undefined;
}

/** What a document is called by: `INV-000042`, `CN-000007`; undefined for drafts. */
export const invoiceNumber = ({ kind, number }: Pick<Invoice, 'kind' | 'number'>): string | undefined =>
  number === undefined ? undefined : `${kind === 'invoice' ? 'INV' : 'CN'}-${String(number).padStart(6, '0')}`;
