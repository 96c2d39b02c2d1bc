import { buildManifest, CSV_HEADER, toCsv, toJsonLine, type ChainReport, type Checkpoint } from '@radiant/audit';
import {
  ACCESS_REVIEW_FIELDS,
  AccessReview,
  RecordEvidence,
  VerifyAudit,
  type Actor,
  type EvidencePeriod,
  type ReadAuditRow,
  type ReadChain,
} from '@radiant/governance';
import { csvLine, DomainError, type TenantId } from '@radiant/kernel';
import { setTimeout as pause } from 'node:timers/promises';
import { CHAIN_FILE, MANIFEST_FILE } from '../verify/bundle-files.js';
import { CHECKPOINTS_FILE, PUBLIC_KEYS_FILE, toCheckpointLine } from '../verify/checkpoints.js';
import type { Administration } from './administration.js';
import { BundleWriter, type FileWriter } from './bundle-writer.js';
import { readme } from './readme.js';

const SEAL_AT_ONCE = 2_000;
const SEAL_WAIT_MS = 100;
/** Another process may be sealing; it takes its turn within a second. */
const SEAL_ATTEMPTS = 100;

export interface EvidenceOrder {
  readonly tenantId: TenantId;
  /** New or empty. */
  readonly directory: string;
  readonly period: EvidencePeriod;
}

export interface WrittenEvidence {
  readonly rows: number;
  readonly files: number;
  readonly report: ChainReport;
}

/**
 * Writes a bundle from which an auditor can check a tenant's trail without the gateway. That it was written, by whom, and
 * the access review in it, stand in the trail before the first file is there, and are its last rows.
 * @throws NotUnderstood when the folder is not free; DomainError `not_found`, `validation_error`, `service_unavailable`.
 */
export async function exportEvidence(
  administration: Administration,
  actor: Actor,
  { tenantId, directory, period }: EvidenceOrder,
): Promise<WrittenEvidence> {
  await BundleWriter.assertFree(directory);
  const { transactions, ids, clock, digest, stores, bodies, checkpoints, signatures, signer } = administration;
  const readChain = await new RecordEvidence(transactions, ids, clock, stores, bodies).execute(actor, tenantId, period);
  const access = await new AccessReview(transactions, ids, clock).execute(actor, tenantId);
  await sealed(administration, actor, tenantId);
  await administration.sign();
  const report = await new VerifyAudit(transactions, ids, clock, digest, checkpoints, signatures).execute(
    actor,
    tenantId,
  );
  const signed = await checkpoints.of(tenantId);
  const last = signed.reduce((most: number, { sequence }: Checkpoint) => Math.max(most, sequence), 0);
  const bundle = await BundleWriter.open(directory);
  try {
    const rows = await writeChain(bundle, readChain, last, period);
    await bundle.write(CHECKPOINTS_FILE, signed.map(toCheckpointLine).join(''));
    await bundle.write(PUBLIC_KEYS_FILE, `${JSON.stringify(await administration.publicKeys(), null, 2)}\n`);
    const lines = access.map((row) => csvLine(ACCESS_REVIEW_FIELDS.map((field) => row[field])));
    await bundle.write('access-review.csv', [csvLine(ACCESS_REVIEW_FIELDS), ...lines].join(''));
    await bundle.write('verification.json', `${JSON.stringify({ bundleEndsAtRow: last, ...report }, null, 2)}\n`);
    await bundle.write('README.txt', readme(tenantId, bundle.files, period));
    const about = { tenantId, rows, lastRow: last, problems: report.problemCount, ...toldOf(period) };
    const manifest = await buildManifest(bundle.files, about, signer, clock);
    await bundle.write(MANIFEST_FILE, `${JSON.stringify(manifest, null, 2)}\n`);
    return { rows, files: bundle.files.length, report };
  } catch (error) {
    await bundle.discard();
    throw error;
  }
}

const toldOf = ({ from, to }: EvidencePeriod) => ({
  ...(from !== undefined && { from: new Date(from).toISOString() }),
  ...(to !== undefined && { to: new Date(to).toISOString() }),
});

/** Resolves once all rows of this export have their places in the chain. */
async function sealed({ sealing, stores }: Administration, { requestId }: Actor, tenantId: TenantId): Promise<void> {
  for (let attempt = 0; attempt < SEAL_ATTEMPTS; attempt += 1) {
    while ((await sealing.seal(SEAL_AT_ONCE)) === SEAL_AT_ONCE);
    const { items } = await stores.ofTenant(tenantId).search({ requestId }, { limit: 10, offset: 0 });
    if (items.length > 0 && items.every(({ sequence }) => sequence !== undefined)) return;
    await pause(SEAL_WAIT_MS);
  }
  throw new DomainError(
    'service_unavailable',
    'the trail is not being chained: is a gateway with this database stuck?',
  );
}

/** @returns how many rows there are. */
async function writeChain(
  bundle: BundleWriter,
  readChain: ReadChain,
  last: number,
  period: EvidencePeriod,
): Promise<number> {
  const narrowed = period.from !== undefined || period.to !== undefined;
  const open: FileWriter[] = [];
  try {
    const chain = await bundle.begin(CHAIN_FILE);
    open.push(chain);
    const within = narrowed ? await bundle.begin('period.csv') : undefined;
    if (within) open.push(within);
    await within?.write(CSV_HEADER);
    let rows = 0;
    for await (const { row, body } of readChain(last)) {
      rows += 1;
      await chain.write(toJsonLine(row, body));
      if (within && isWithin({ row, body }, period)) await within.write(toCsv(row, body));
    }
    for (const file of open) await file.finish();
    return rows;
  } catch (error) {
    for (const file of open) await file.abandon();
    throw error;
  }
}

const isWithin = ({ row }: ReadAuditRow, { from, to }: EvidencePeriod): boolean =>
  (from === undefined || row.occurredAt >= from) && (to === undefined || row.occurredAt < to);
