import { ChainVerifier, type ChainReport, type FoundAuditRow, type SealedAuditRow } from '@radiant/audit';
import type { Checkpoint, SignatureVerifier } from '@radiant/audit';
import type { TenantId } from '@radiant/kernel';
import { Sha256Digest } from '@radiant/security';
import { NotUnderstood } from '../not-understood.js';
import { parseExportedRow } from './exported-row.js';
import type { Findings } from './findings.js';
import { InSequence } from './in-sequence.js';
import { LineReader } from './line-reader.js';

export interface ChainFile {
  /** Where it is. */
  readonly path: string;
  /** As the report names it. */
  readonly name: string;
  /** Whether its lines stand by time and not by their place in the chain. */
  readonly byTime: boolean;
}

/** What a chain is checked against, once it is known whose it is. */
export type Expected = (tenant: TenantId | undefined) => Promise<{
  readonly checkpoints: readonly Checkpoint[];
  readonly signatures: SignatureVerifier;
}>;

export interface ChainResult {
  /** Undefined when there is neither a row nor a checkpoint. */
  readonly report: ChainReport | undefined;
  /** Rows that had no place in the chain when they were exported. */
  readonly unsealed: number;
  readonly sha256: string;
  readonly bytes: number;
}

/**
 * Verifies a file of rows, a line at a time: memory does not grow with it.
 * @param tenant whose trail it is said to be; otherwise that of the first row.
 * @throws NotUnderstood when no line of it is a row.
 */
export async function verifyChainFile(
  file: ChainFile,
  tenant: TenantId | undefined,
  expected: Expected,
  findings: Findings,
): Promise<ChainResult> {
  const reader = new LineReader(file.path);
  const rows = new RowsOfFile(file, findings);
  let chain: Chain | undefined;
  for await (const { lines, cutOff } of reader.read()) {
    for (const line of lines) {
      const row = rows.next(line, cutOff);
      if (!row) continue;
      chain ??= await Chain.of(tenant ?? row.tenantId, expected, file.byTime);
      chain.add(row);
    }
  }
  const whole = reader.finish();
  if (!chain && whole.bytes > 0) throw new NotUnderstood(`${file.name} holds no rows of an audit trail as JSON Lines`);
  chain ??= await Chain.ofNothing(tenant, expected);
  const report = chain?.finish();
  if (report) tell(file, report, findings);
  return { report, unsealed: rows.unsealed, ...whole };
}

/** Reads lines, and tells which are none of ours. */
class RowsOfFile {
  private line = 0;
  unsealed = 0;

  constructor(
    private readonly file: ChainFile,
    private readonly findings: Findings,
  ) {}

  next(text: string, cutOff: boolean): SealedAuditRow | undefined {
    this.line += 1;
    const row = parseExportedRow(text);
    if (!row || cutOff) this.findings.add(this.file.name, this.refusal(row !== undefined));
    if (!row) return undefined;
    if (isSealed(row)) return row;
    this.unsealed += 1;
    if (!this.file.byTime) this.findings.add(this.file.name, `line ${this.line} has no place in the chain`);
    return undefined;
  }

  private refusal(isRow: boolean): string {
    return isRow
      ? `line ${this.line} has no end: the file was cut off`
      : `line ${this.line} is no row as it was exported`;
  }
}

const isSealed = (row: FoundAuditRow): row is SealedAuditRow => row.sequence !== undefined && row.hash !== undefined;

/** A chain that is being verified. */
class Chain {
  private readonly order: InSequence;

  private constructor(
    private readonly verifier: ChainVerifier,
    private readonly byTime: boolean,
  ) {
    this.order = new InSequence((row) => verifier.add(row));
  }

  static async of(tenant: TenantId, expected: Expected, byTime: boolean): Promise<Chain> {
    const { checkpoints, signatures } = await expected(tenant);
    return new Chain(new ChainVerifier(tenant, new Sha256Digest(), checkpoints, signatures), byTime);
  }

  /** A file without rows is whole only where nothing was ever signed. */
  static async ofNothing(tenant: TenantId | undefined, expected: Expected): Promise<Chain | undefined> {
    const { checkpoints } = await expected(tenant);
    const owner = tenant ?? checkpoints[0]?.tenantId;
    return owner === undefined ? undefined : Chain.of(owner, expected, false);
  }

  add(row: SealedAuditRow): void {
    if (this.byTime) this.order.add(row);
    else this.verifier.add(row);
  }

  finish(): ChainReport {
    this.order.finish();
    return this.verifier.finish();
  }
}

function tell(file: ChainFile, report: ChainReport, findings: Findings): void {
  for (const { sequence, message } of report.problems) findings.add(file.name, message, sequence);
  findings.addUnlisted(report.problemCount - report.problems.length);
}
