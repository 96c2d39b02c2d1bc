import type { EvidencePeriod } from '@radiant/governance';
import { isUuid, tenantId, type TenantId } from '@radiant/kernel';
import { parseArgs } from 'node:util';
import { NotUnderstood } from './not-understood.js';

const USAGE = `Verify a bundle of evidence, or a file of GET /api/v2/audit/export?format=jsonl (all of it, without filters):
  npm run audit:verify -- FOLDER_OR_FILE [--checkpoints FOLDER]
Verify a receipt, an answer of GET /api/v2/receipts/{requestId} saved as a file, against exported checkpoints:
  npm run receipt:verify -- FILE --checkpoints FOLDER
Write a bundle of evidence:
  npm run evidence -- --tenant ID --out FOLDER [--from ISO] [--to ISO]
Measure verification:
  node tools/run.mjs audit bench ROWS`;

export interface VerifyCommand {
  readonly name: 'verify';
  readonly target: string;
  readonly checkpoints: string | undefined;
}

export interface ReceiptCommand {
  readonly name: 'receipt';
  readonly file: string;
  readonly checkpoints: string;
}

export interface EvidenceCommand {
  readonly name: 'evidence';
  readonly tenantId: TenantId;
  readonly directory: string;
  readonly period: EvidencePeriod;
}

export interface BenchCommand {
  readonly name: 'bench';
  readonly rows: number;
}

export type Command = VerifyCommand | ReceiptCommand | EvidenceCommand | BenchCommand;

/** @throws NotUnderstood that says what is expected. */
export function readCommand([name, ...rest]: readonly string[]): Command {
  if (name === 'verify') return verifyCommand(rest);
  if (name === 'receipt') return receiptCommand(rest);
  if (name === 'evidence') return evidenceCommand(rest);
  if (name === 'bench') return benchCommand(rest);
  throw new NotUnderstood(USAGE);
}

function verifyCommand(args: readonly string[]): VerifyCommand {
  const { values, positionals } = parsed(args, ['checkpoints']);
  const [target, ...more] = positionals;
  if (target === undefined || more.length > 0) throw new NotUnderstood(`one folder or file must be named.\n${USAGE}`);
  return { name: 'verify', target, checkpoints: values.get('checkpoints') };
}

function receiptCommand(args: readonly string[]): ReceiptCommand {
  const { values, positionals } = parsed(args, ['checkpoints']);
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new NotUnderstood(`one file must be named.\n${USAGE}`);
  const checkpoints = values.get('checkpoints');
  if (checkpoints === undefined || checkpoints === '') {
    throw new NotUnderstood(`--checkpoints must be a folder with checkpoints and public keys.\n${USAGE}`);
  }
  return { name: 'receipt', file, checkpoints };
}

function evidenceCommand(args: readonly string[]): EvidenceCommand {
  const { values, positionals } = parsed(args, ['tenant', 'out', 'from', 'to']);
  const tenant = values.get('tenant')?.toLowerCase();
  const directory = values.get('out');
  if (tenant === undefined || !isUuid(tenant))
    throw new NotUnderstood(`--tenant must be the id of a tenant.\n${USAGE}`);
  if (directory === undefined || directory === '') throw new NotUnderstood(`--out must be a folder.\n${USAGE}`);
  if (positionals.length > 0) throw new NotUnderstood(`${positionals.join(' ')} is not understood.\n${USAGE}`);
  const from = moment('from', values.get('from'));
  const to = moment('to', values.get('to'));
  return {
    name: 'evidence',
    tenantId: tenantId(tenant),
    directory,
    period: { ...(from !== undefined && { from }), ...(to !== undefined && { to }) },
  };
}

function benchCommand(args: readonly string[]): BenchCommand {
  const rows = Number(args[0] ?? '1000000');
  if (args.length > 1 || !Number.isSafeInteger(rows) || rows < 1)
    throw new NotUnderstood(`ROWS must be a number.\n${USAGE}`);
  return { name: 'bench', rows };
}

const DATE = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

/** A day is its beginning in UTC; a time needs its offset. */
function moment(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const instant = DATE.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(instant)) {
    throw new NotUnderstood(`--${option} must be a moment as in 2026-01-31 or 2026-01-31T12:00:00Z.\n${USAGE}`);
  }
  return instant;
}

function parsed(args: readonly string[], names: readonly string[]) {
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' } as const]));
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const given = Object.entries(values).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
    return { values: new Map(given), positionals };
  } catch (error) {
    throw new NotUnderstood(`${error instanceof Error ? error.message : 'not understood'}\n${USAGE}`);
  }
}
