import type { VerifiedReceipt } from './verify-receipt.js';

/** What a person reads after a receipt was verified. */
export function receiptReport({ file, receipt, sequence, coveredBy, findings }: VerifiedReceipt): string {
  const lines = [
    `Receipt      ${file}`,
    `Tenant       ${receipt.tenantId}`,
    `Request      ${receipt.requestId}, ${receipt.outcome} at ${iso(receipt.closedAt)}`,
    receipt.outcome === 'cached'
      ? `Went nowhere A kept answer of ${receipt.modelId} of ${receipt.providerId}`
      : `Went to      ${receipt.modelId} of ${receipt.providerId}, SHA-256 ${receipt.outboundSha256}`,
    `Hidden       ${counts(receipt.categories)}`,
    `In the clear ${counts(receipt.exposed)}`,
    `Chain        ${sequence === null ? 'no place yet' : `row ${sequence}`}`,
    `Checkpoint   ${coveredBy ? `row ${coveredBy.sequence}, signed at ${iso(coveredBy.at)} by key ${coveredBy.keyId}` : 'none'}`,
    '',
  ];
  if (findings.length === 0) return [...lines, 'Nothing is wrong.', ''].join('\n');
  const what = `${findings.length} ${findings.length === 1 ? 'thing is' : 'things are'} wrong:`;
  return [...lines, what, ...findings.map((finding) => `  ${finding}`), ''].join('\n');
}

const iso = (instant: number): string => new Date(instant).toISOString();

const counts = (counted: Readonly<Record<string, number>>): string =>
  Object.entries(counted)
    .map(([category, count]) => `${category} ${count}`)
    .join(', ') || 'nothing';
