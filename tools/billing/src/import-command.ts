import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';

/** Where the admin API is, and who asks. */
export interface Administration {
  readonly url: string;
  readonly token: string;
}

/** The parts of the answer that are printed. */
interface Import {
  readonly id: string;
  readonly new: number;
  readonly changed: number;
  readonly unknown: number;
  readonly unchanged: number;
  readonly unlisted: number;
  readonly proposals: readonly {
    readonly modelId: string;
    readonly change: 'new' | 'changed' | 'unknown';
    readonly unknown: string | null;
    readonly differences: readonly {
      readonly component: string;
      readonly aboveInputTokens: number;
      readonly before: string | null;
      readonly after: string | null;
      readonly percent: string | null;
    }[];
  }[];
}

/** What a person must do, in his words; never what the file or a server said. */
export class ImportFailed extends Error {}

const GZIP = [0x1f, 0x8b];

/**
 * Brings a price file to the admin API, which keeps what it would change as a proposal. @returns what is printed.
 * @throws ImportFailed
 */
export async function importPrices(file: string, { url, token }: Administration): Promise<string> {
  const response = await fetch(new URL('/api/v2/price-imports', url), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ source: path.basename(file), file: readPrices(file) }),
  }).catch(() => {
    throw new ImportFailed(`The admin API at ${url} does not answer. Is it running?`);
  });
  const answer = (await response.json().catch(() => ({}))) as {
    data?: { priceImport?: Import };
    error?: { message?: string };
  };
  const found = answer.data?.priceImport;
  if (!found)
    throw new ImportFailed(`The admin API refused the file (${response.status}): ${answer.error?.message ?? ''}`);
  return report(found, url);
}

function readPrices(file: string): unknown {
  try {
    const bytes = readFileSync(file);
    const zipped = GZIP.every((byte, index) => bytes[index] === byte);
    return JSON.parse((zipped ? gunzipSync(bytes) : bytes).toString('utf8'));
  } catch {
    throw new ImportFailed(`${file} can't be read as JSON, zipped or not.`);
  }
}

/** A line for each model and, indented, for each price that differs. */
function report(found: Import, url: string): string {
  const lines = found.proposals.flatMap(({ modelId, change, unknown, differences }) => [
    unknown === null ? `${modelId}: ${change}` : `${modelId}: unknown, the file says ${SAYS[unknown] ?? unknown}`,
    ...differences.map(
      ({ component, aboveInputTokens, before, after, percent }) =>
        `  ${component}${aboveInputTokens > 0 ? ` above ${aboveInputTokens}` : ''}: ${before ?? 'none'} -> ${after ?? 'none'}` +
        (percent === null ? '' : ` (${percent.startsWith('-') ? '' : '+'}${percent} %)`),
    ),
  ]);
  return [
    ...lines,
    `${found.new} new, ${found.changed} changed, ${found.unknown} unknown, ${found.unchanged} unchanged; ` +
      `${found.unlisted} entries are about no model of the registry`,
    `No price has changed. To decide: POST ${new URL(`/api/v2/price-imports/${found.id}/decision`, url).href} ` +
      `{"decision": "approve"}, with "models": [...] for some of them, or {"decision": "reject"}`,
    '',
  ].join('\n');
}

const SAYS: Readonly<Record<string, string>> = { zero: 'zero', missing: 'nothing' };
