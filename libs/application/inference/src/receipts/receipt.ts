import type { Digest, Instant, ModelId, ProviderId, RequestId, TenantId } from '@radiant/kernel';
import type { PhiPolicy } from '@radiant/phi';

/**
 * `failed`: the provider brought no whole answer; `cancelled`: the caller did not wait for it; `cached`: the answer was kept
 * from an earlier call, and nothing left.
 */
export const RECEIPT_OUTCOMES = ['completed', 'failed', 'cancelled', 'cached'] as const;
export type ReceiptOutcome = (typeof RECEIPT_OUTCOMES)[number];

/** Whether the caller got a whole answer. */
export const wasAnswered = (outcome: ReceiptOutcome): boolean => outcome === 'completed' || outcome === 'cached';

/** What is certain of a call once it leaves. */
export interface OpenedReceipt {
  /** A UUID. */
  readonly id: string;
  readonly startedAt: Instant;
  readonly policy: PhiPolicy['mode'];
  /** The categories that were to be hidden, sorted. */
  readonly hidden: readonly string[];
  /** Of what looked for them. */
  readonly detectorVersion: string;
  /** How many stretches were replaced, by category. */
  readonly categories: Readonly<Record<string, number>>;
  /** How many identifiers the policy let leave in the clear, by category. */
  readonly exposed: Readonly<Record<string, number>>;
  /** SHA-256 of the exact bytes that left, in hex; of none where nothing did. */
  readonly outboundSha256: string;
}

/** What a call was, in facts and without a word of it. */
export interface Receipt extends OpenedReceipt {
  readonly tenantId: TenantId;
  readonly requestId: RequestId;
  readonly providerId: ProviderId;
  readonly modelId: ModelId;
  readonly outcome: ReceiptOutcome;
  /** How many placeholders of the answer became originals again. */
  readonly restored: number;
  readonly closedAt: Instant;
}

/** The first element of what is digested; a change of the form is a new number. */
const FORMAT = 1;

/**
 * The id of the audit event that carries a receipt: a UUID (version 8, RFC 9562) of the SHA-256 over all of its facts. The
 * event's id is covered by the chain of the trail, so the chain binds every fact, although the details are sealed.
 */
export function receiptEventId(receipt: Receipt, digest: Digest): string {
  const hash = digest.sha256(factsText(receipt));
  const variant = ((parseInt(hash.charAt(16), 16) & 3) | 8).toString(16);
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `8${hash.slice(13, 16)}`,
    variant + hash.slice(17, 20),
    hash.slice(20, 32),
  ].join('-');
}

const factsText = (receipt: Receipt): string =>
  JSON.stringify([
    FORMAT,
    receipt.id,
    receipt.tenantId,
    receipt.requestId,
    receipt.providerId,
    receipt.modelId,
    receipt.policy,
    receipt.hidden,
    receipt.detectorVersion,
    sorted(receipt.categories),
    sorted(receipt.exposed),
    receipt.outboundSha256,
    receipt.restored,
    receipt.outcome,
    receipt.startedAt,
    receipt.closedAt,
  ]);

/** By code unit: the order must be the same everywhere. */
const sorted = (counts: Readonly<Record<string, number>>): readonly (readonly [string, number | undefined])[] =>
  Object.keys(counts)
    .sort()
    .map((category) => [category, counts[category]]);
