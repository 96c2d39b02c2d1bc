import type { Branded, Instant, Money, ProviderId } from '@radiant/kernel';
import { DomainError, isUuid } from '@radiant/kernel';

export type ProviderBillId = Branded<'ProviderBillId'>;

/** @throws DomainError `validation_error`. */
export function providerBillId(text: string): ProviderBillId {
  const id = text.toLowerCase();
  if (!isUuid(id)) throw new DomainError('validation_error', 'id must be a UUID', { field: 'id' });
  return id as ProviderBillId; // the only place where a plain string becomes this id
}

/** What a provider bills for a model on a day. */
export interface BilledLine {
  readonly providerId: ProviderId;
  /** As the provider names it, or its id here. */
  readonly model: string;
  /** YYYY-MM-DD on the provider's clocks. */
  readonly day: string;
  /** Prompt tokens, cached ones included; undefined where the provider does not say. */
  readonly inputTokens: number | undefined;
  /** Those of them that were read from a cache. */
  readonly cachedInputTokens: number | undefined;
  readonly outputTokens: number | undefined;
  /** Below zero where it is a credit. */
  readonly cost: Money;
}

/** A bill as it was brought. One of the same name takes the place of the version before. */
export interface ProviderBill {
  readonly id: ProviderBillId;
  /** What the provider or its reader calls it, e.g. `acme 2026-10`. */
  readonly name: string;
  /** Counted from 1 for each name; the newest holds. */
  readonly version: number;
  /** SHA-256 of its lines, in lower-case hex. */
  readonly digest: string;
  readonly lineCount: number;
  /** Its first and its last day. */
  readonly from: string;
  readonly to: string;
  readonly total: Money;
  readonly createdAt: Instant;
  readonly createdBy: string;
}

/** One text for each bill, whatever it was written in and in whatever order. */
export const canonicalLines = (lines: readonly BilledLine[]): string =>
  lines
    .map((line) =>
      JSON.stringify([
        line.providerId,
        line.model,
        line.day,
        line.inputTokens ?? null,
        line.cachedInputTokens ?? null,
        line.outputTokens ?? null,
        line.cost.toString(),
      ]),
    )
    .sort()
    .join('\n');
