import { chainHash, contentHash, isSigned, type Checkpoint } from '@radiant/audit';
import { receiptEventId, wasAnswered, type Receipt } from '@radiant/inference';
import type { Digest } from '@radiant/kernel';
import { Sha256Digest } from '@radiant/security';
import { readFile } from 'node:fs/promises';
import { NotUnderstood } from '../not-understood.js';
import { readCheckpoints, readPublicKeys } from '../verify/checkpoints.js';
import { parseReceiptAnswer, type ReceiptAnswer } from './receipt-answer.js';

export interface VerifiedReceipt {
  readonly file: string;
  readonly receipt: Receipt;
  readonly sequence: number | null;
  /** The signed checkpoint that covers it, with the id of the key; undefined when none does. */
  readonly coveredBy: Checkpoint | undefined;
  /** Empty when every fact is proven. */
  readonly findings: readonly string[];
}

/**
 * Verifies a receipt with nothing but the file and the checkpoints and public keys of a folder: that its facts are those
 * of the row, the row is at its place in the chain, and the chain leads to a place that was signed.
 * @throws NotUnderstood
 */
export async function verifyReceipt(file: string, checkpointFolder: string): Promise<VerifiedReceipt> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) throw new NotUnderstood(`${file} can not be read`);
  const answer = parseReceiptAnswer(text);
  if (!answer) throw new NotUnderstood(`${file} is no answer of GET /api/v2/receipts/{requestId}`);
  const digest = new Sha256Digest();
  const places = new Map<number, string>();
  const findings = [...rowFindings(answer, digest), ...chainFindings(answer, places, digest)];
  const { checkpoints } = await readCheckpoints(checkpointFolder, answer.receipt.tenantId);
  const { verifier, problem } = await readPublicKeys(checkpointFolder);
  if (problem !== undefined) findings.push(`public keys: ${problem}`);
  const offered = [...checkpoints, ...(answer.checkpoint ? [answer.checkpoint] : [])];
  const signed = offered.filter((checkpoint) => isSigned(checkpoint, verifier));
  if (answer.checkpoint && !signed.includes(answer.checkpoint)) findings.push('no known key signed its checkpoint');
  const ours = signed.filter(({ tenantId, sequence }) => tenantId === answer.receipt.tenantId && places.has(sequence));
  for (const { sequence, hash } of ours) {
    if (places.get(sequence) !== hash) findings.push(`the checkpoint of row ${sequence} was signed over another hash`);
  }
  const coveredBy = ours.find(({ sequence, hash }) => places.get(sequence) === hash);
  if (!coveredBy) findings.push(uncovered(answer));
  return { file, receipt: answer.receipt, sequence: answer.sequence, coveredBy, findings };
}

/** A receipt whose row is not chained yet is told from one that nothing was signed for. */
const uncovered = ({ row: { sequence } }: ReceiptAnswer): string =>
  sequence === undefined
    ? 'it had no place in the chain yet: read it again'
    : 'no signed checkpoint covers it: read it again in a minute, or verify the evidence bundle';

function rowFindings(answer: ReceiptAnswer, digest: Digest): string[] {
  const { receipt, row } = answer;
  const { content } = row;
  if (!content) return ['the row is empty'];
  const says = [
    [content.action, 'inference.settle'],
    [content.resourceType, 'receipt'],
    [content.resourceId, receipt.id],
    [content.requestId, receipt.requestId],
    [content.providerId, receipt.providerId],
    [content.modelId, receipt.modelId],
    [content.outcome, wasAnswered(receipt.outcome) ? 'success' : 'failed'],
    [row.tenantId, receipt.tenantId],
    [row.occurredAt, receipt.closedAt],
    [row.sequence ?? null, answer.sequence],
    [row.hash ?? null, answer.hash],
  ];
  const findings: string[] = [];
  if (receiptEventId(receipt, digest) !== row.id) findings.push('a fact is not the one that was recorded');
  if (says.some(([recorded, told]) => recorded !== told)) findings.push('the row is not that of the receipt');
  if (contentHash({ ...row, content }, digest) !== row.contentHash) findings.push('the row was altered');
  return findings;
}

/** @param places takes the hash of every place that follows from the row. */
function chainFindings({ row, previousHash, links }: ReceiptAnswer, places: Map<number, string>, digest: Digest) {
  const { sequence, hash } = row;
  if (sequence === undefined || hash === undefined) return [];
  if (previousHash === null || chainHash(previousHash, { ...row, sequence }, digest) !== hash) {
    return ['the row does not follow from the one before'];
  }
  places.set(sequence, hash);
  let before = { sequence: sequence - 1, hash: previousHash };
  for (const link of links) {
    const isRow = link.sequence !== sequence || link.hash === hash;
    if (!isRow || link.sequence !== before.sequence + 1 || chainHash(before.hash, link, digest) !== link.hash) {
      return [`place ${link.sequence} does not follow from the one before`];
    }
    places.set(link.sequence, link.hash);
    before = link;
  }
  return [];
}
