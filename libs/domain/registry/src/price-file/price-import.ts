import { DomainError, isUuid, type Branded, type Instant, type ModelId } from '@radiant/kernel';
import type { PriceProposal } from './compare-prices.js';

export type PriceImportId = Branded<'PriceImportId'>;

/** @throws DomainError `validation_error` unless it is a UUID. */
export function priceImportId(text: string): PriceImportId {
  const id = text.toLowerCase();
  if (!isUuid(id)) throw new DomainError('validation_error', 'price import id must be a UUID', { field: 'id' });
  return id as PriceImportId; // the only place where a plain string becomes this id
}

export const PRICE_IMPORT_STATUSES = ['pending', 'approved', 'rejected'] as const;
export type PriceImportStatus = (typeof PRICE_IMPORT_STATUSES)[number];

/** What a price file would change, until a person has decided. */
export interface PriceImport {
  readonly id: PriceImportId;
  /** What the file is called by who brought it. */
  readonly source: string;
  /** What is new, changed or unknown; by model id. */
  readonly proposals: readonly PriceProposal[];
  /** How many models cost what the file says. */
  readonly unchanged: number;
  /** How many entries of the file are about no model of the registry. */
  readonly unlisted: number;
  readonly createdAt: Instant;
  readonly createdBy: string;
  readonly status: PriceImportStatus;
  readonly decidedAt: Instant | undefined;
  readonly decidedBy: string | undefined;
  /** Models whose price was taken over; undefined until it is approved. */
  readonly taken: readonly ModelId[] | undefined;
}

/** How a person has decided. */
export interface PriceImportDecision {
  readonly status: Exclude<PriceImportStatus, 'pending'>;
  readonly decidedAt: Instant;
  readonly decidedBy: string;
  readonly taken: readonly ModelId[] | undefined;
}
