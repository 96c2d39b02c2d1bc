import {
  DomainError,
  modelId,
  providerId,
  requestId,
  type AuditDetails,
  type RequestId,
  type TenantId,
} from '@radiant/kernel';
import { RECEIPT_OUTCOMES, type Receipt } from './receipt.js';

const POLICIES: readonly Receipt['policy'][] = ['disabled', 'manual', 'auto'];
const HIDDEN = 'count.';
const EXPOSED = 'exposed.';

/** A receipt as the details of its audit event. */
export const receiptDetails = (receipt: Receipt): AuditDetails => ({
  receipt: receipt.id,
  policy: receipt.policy,
  hidden: receipt.hidden.join(' '),
  detectorVersion: receipt.detectorVersion,
  outboundSha256: receipt.outboundSha256,
  restored: receipt.restored,
  outcome: receipt.outcome,
  startedAt: receipt.startedAt,
  closedAt: receipt.closedAt,
  ...prefixed(HIDDEN, receipt.categories),
  ...prefixed(EXPOSED, receipt.exposed),
});

/** What stands beside the details, in the row itself. */
export interface ReceiptPlace {
  readonly tenantId: TenantId;
  readonly requestId: RequestId;
  readonly providerId: string;
  readonly modelId: string;
}

/** The other way. @throws DomainError `internal_error` for details that are no receipt's. */
export function receiptOf(place: ReceiptPlace, details: AuditDetails): Receipt {
  const hidden = text(details, 'hidden');
  return {
    id: text(details, 'receipt'),
    tenantId: place.tenantId,
    requestId: requestId(place.requestId),
    providerId: providerId(place.providerId),
    modelId: modelId(place.modelId),
    policy: word(POLICIES, text(details, 'policy')),
    hidden: hidden === '' ? [] : hidden.split(' '),
    detectorVersion: text(details, 'detectorVersion'),
    categories: counts(details, HIDDEN),
    exposed: counts(details, EXPOSED),
    outboundSha256: text(details, 'outboundSha256'),
    restored: count(details, 'restored'),
    outcome: word(RECEIPT_OUTCOMES, text(details, 'outcome')),
    startedAt: count(details, 'startedAt'),
    closedAt: count(details, 'closedAt'),
  };
}

const prefixed = (prefix: string, counted: Readonly<Record<string, number>>): AuditDetails =>
  Object.fromEntries(Object.entries(counted).map(([category, number]) => [prefix + category, number]));

const counts = (details: AuditDetails, prefix: string): Readonly<Record<string, number>> =>
  Object.fromEntries(
    Object.keys(details)
      .filter((name) => name.startsWith(prefix))
      .map((name) => [name.slice(prefix.length), count(details, name)]),
  );

function text(details: AuditDetails, name: string): string {
  const value = details[name];
  return typeof value === 'string' ? value : invalid();
}

function count(details: AuditDetails, name: string): number {
  const value = details[name];
  return typeof value === 'number' ? value : invalid();
}

const word = <Word extends string>(words: readonly Word[], value: string): Word =>
  words.find((each) => each === value) ?? invalid();

function invalid(): never {
  throw new DomainError('internal_error', 'a stored receipt is not valid');
}
