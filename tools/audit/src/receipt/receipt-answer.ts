import type { Checkpoint, FoundAuditRow } from '@radiant/audit';
import { receiptOf, type ChainLink, type Receipt } from '@radiant/inference';
import { isUuid, requestId, type AuditDetails } from '@radiant/kernel';
import { rowOf } from '../verify/exported-row.js';
import {
  idOf,
  isClass,
  isCounts,
  isHash,
  isObject,
  isSequence,
  isTexts,
  json,
  type Fields,
} from '../verify/row-fields.js';

/** An answer of `GET /api/v2/receipts/{requestId}`: what is said, and what proves it. */
export interface ReceiptAnswer {
  readonly receipt: Receipt;
  /** As the receipt itself names its place; null before it has one. */
  readonly sequence: number | null;
  readonly hash: string | null;
  readonly checkpoint: Checkpoint | undefined;
  readonly row: FoundAuditRow;
  readonly previousHash: string | null;
  readonly links: readonly ChainLink[];
}

const RECEIPT_FIELDS: ReadonlySet<string> = new Set([
  ...['id', 'tenantId', 'requestId', 'providerId', 'modelId', 'policy', 'hidden', 'detectorVersion', 'categories'],
  ...['exposed', 'outboundSha256', 'restored', 'outcome', 'startedAt', 'closedAt', 'sequence', 'hash', 'checkpoint'],
]);

/** The answer in a text, whole or its `data` alone; undefined for any other text, also one with a fact that is not ours. */
export function parseReceiptAnswer(text: string): ReceiptAnswer | undefined {
  const whole = json(text);
  const data = isObject(whole) && isObject(whole['data']) ? whole['data'] : whole;
  if (!isObject(data) || !isObject(data['receipt']) || !isObject(data['proof'])) return undefined;
  const { receipt: told, proof } = data;
  if (!Object.keys(told).every((field) => RECEIPT_FIELDS.has(field))) return undefined;
  const receipt = receiptFrom(told);
  const row = isObject(proof['row']) ? rowOf(proof['row'], proof['row']['content'] ?? undefined) : undefined;
  const links = Array.isArray(proof['links']) ? proof['links'].map((link) => linkOf(link, receipt)) : [undefined];
  const checkpoint = checkpointOf(told['checkpoint'], receipt);
  const place = placeOf(told);
  const { previousHash } = proof;
  if (!receipt || !row || !place || checkpoint === 'unreadable') return undefined;
  if (previousHash !== null && !isHash(previousHash)) return undefined;
  const readable = links.filter((link) => link !== undefined);
  if (readable.length < links.length) return undefined;
  return { receipt, ...place, checkpoint, row, previousHash, links: readable };
}

function placeOf({ sequence, hash }: Fields): Pick<ReceiptAnswer, 'sequence' | 'hash'> | undefined {
  if (sequence === null && hash === null) return { sequence, hash };
  return isSequence(sequence) && isHash(hash) ? { sequence, hash } : undefined;
}

/** The facts of the receipt in the form that its event keeps them in, so that one reader knows what is valid. */
function receiptFrom(told: Fields): Receipt | undefined {
  const { tenantId, requestId: request, providerId, modelId, hidden, categories, exposed } = told;
  const [startedAt, closedAt] = [instantOf(told['startedAt']), instantOf(told['closedAt'])];
  if (typeof tenantId !== 'string' || !isUuid(tenantId) || typeof request !== 'string' || !isUuid(request)) return;
  if (typeof providerId !== 'string' || typeof modelId !== 'string') return;
  if (!isTexts(hidden) || !isCounts(categories) || !isCounts(exposed)) return;
  if (startedAt === undefined || closedAt === undefined) return;
  const details: Record<string, unknown> = {
    receipt: told['id'],
    policy: told['policy'],
    hidden: hidden.join(' '),
    detectorVersion: told['detectorVersion'],
    outboundSha256: told['outboundSha256'],
    restored: told['restored'],
    outcome: told['outcome'],
    startedAt,
    closedAt,
  };
  for (const [category, count] of Object.entries(categories)) details[`count.${category}`] = count;
  for (const [category, count] of Object.entries(exposed)) details[`exposed.${category}`] = count;
  try {
    return receiptOf(
      { tenantId: idOf(tenantId), requestId: requestId(request), providerId, modelId },
      scalars(details),
    );
  } catch {
    return undefined;
  }
}

const scalars = (details: Readonly<Record<string, unknown>>): AuditDetails =>
  Object.fromEntries(
    Object.entries(details).map(([name, value]) => [
      name,
      typeof value === 'string' || typeof value === 'number' ? value : null,
    ]),
  );

function linkOf(link: unknown, receipt: Receipt | undefined): ChainLink | undefined {
  if (!isObject(link) || !receipt) return undefined;
  const { sequence, occurredAt, retentionClass, contentHash, hash } = link;
  const at = instantOf(occurredAt);
  if (!isSequence(sequence) || at === undefined || !isClass(retentionClass)) return undefined;
  if (!isHash(contentHash) || !isHash(hash)) return undefined;
  return { tenantId: receipt.tenantId, sequence, occurredAt: at, retentionClass, contentHash, hash };
}

function checkpointOf(told: unknown, receipt: Receipt | undefined): Checkpoint | undefined | 'unreadable' {
  if (told === null) return undefined;
  if (!isObject(told) || !receipt) return 'unreadable';
  const { sequence, hash, at, keyId, signature } = told;
  const instant = instantOf(at);
  if (!isSequence(sequence) || !isHash(hash) || instant === undefined) return 'unreadable';
  if (typeof keyId !== 'string' || typeof signature !== 'string') return 'unreadable';
  return { tenantId: receipt.tenantId, sequence, hash, at: instant, keyId, signature };
}

/** Undefined for what is not written as the answer writes moments. */
function instantOf(text: unknown): number | undefined {
  if (typeof text !== 'string') return undefined;
  const instant = Date.parse(text);
  return !Number.isNaN(instant) && new Date(instant).toISOString() === text ? instant : undefined;
}
