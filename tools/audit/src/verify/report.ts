import type { Verified } from './verify.js';

/** The rest is counted. */
const MOST_SHOWN = 20;
const number = (value: number): string => value.toLocaleString('en-US');

/** What a person reads after a verification. */
export function report(verified: Verified, milliseconds: number): string {
  const { chain, checkpoints, findingCount, findings } = verified;
  const rows = chain?.rows ?? 0;
  const last = chain?.last?.sequence ?? 0;
  const covered = checkpoints.reduce((most, { sequence }) => Math.max(most, sequence), 0);
  const lines = [
    `${verified.kind === 'bundle' ? 'Bundle' : 'Export'}       ${verified.path}`,
    `Tenant       ${chain?.tenantId ?? 'unknown: there is no row'}`,
    `Rows         ${number(rows)}${chain?.purged ? `, of these ${number(chain.purged)} emptied after their time` : ''}`,
    `Chain        ${chain?.first && chain.last ? `row ${number(chain.first.sequence)} to row ${number(last)}` : 'empty'}`,
    `Checkpoints  ${checkpoints.length === 0 ? 'none' : `${number(checkpoints.length)}, the last at row ${number(covered)}`}`,
    `Files        ${verified.manifestKey === undefined ? 'no signed list' : `${verified.files} compared with the list signed by key ${verified.manifestKey}`}`,
    `Keys         ${keys(verified)}`,
    `Time         ${(milliseconds / 1_000).toFixed(2)} s, ${number(Math.round(rows / Math.max(milliseconds / 1_000, 0.001)))} rows/s`,
    '',
    ...notes(verified, covered, last),
  ];
  if (findingCount === 0) return [...lines, 'Nothing is wrong.', ''].join('\n');
  lines.push(`${number(findingCount)} ${findingCount === 1 ? 'thing is' : 'things are'} wrong:`);
  for (const { file, sequence, message } of findings.slice(0, MOST_SHOWN)) {
    lines.push(`  ${file}${sequence === undefined ? '' : `, row ${sequence}`}: ${message}`);
  }
  if (findingCount > MOST_SHOWN) lines.push(`  … and ${number(findingCount - MOST_SHOWN)} more`);
  return [...lines, ''].join('\n');
}

const keys = ({ kind, keysFrom, path }: Verified): string => {
  if (keysFrom === undefined) return 'none';
  return kind === 'bundle' && keysFrom === path ? 'those of the bundle' : `from ${keysFrom}`;
};

/** What this verification could not say. */
function notes(verified: Verified, covered: number, last: number): string[] {
  const { kind, keysFrom, path, checkpoints, unsealed } = verified;
  const found: string[] = [];
  if (kind === 'bundle' && verified.manifestKey === undefined) {
    found.push('There is no signed list of files: this is not the whole of what `npm run evidence` wrote.');
  }
  const ids = [...new Set([verified.manifestKey, ...checkpoints.map(({ keyId }) => keyId)])].filter(
    (id) => id !== undefined,
  );
  if (kind === 'bundle' && keysFrom === path && ids.length > 0) {
    found.push(
      `The bundle brings its own keys: compare the id of the key (${ids.join(', ')}) with the one you were given by another way.`,
    );
  }
  if (kind === 'export') {
    found.push(
      "What stands under 'opened' is for reading and is covered by no hash; 'body' is its sealed form, which is.",
    );
  }
  if (checkpoints.length === 0) {
    found.push('Without checkpoints a cut-off end, or a chain that was made anew, would not be seen.');
  } else if (covered < last) {
    found.push(
      `No checkpoint covers rows ${number(covered + 1)} to ${number(last)}: a cut-off end there would not be seen.`,
    );
  } else if (covered > last && kind === 'export') {
    found.push(`A checkpoint was signed at row ${number(covered)}: copy checkpoints before the export, not after it.`);
  }
  if (unsealed > 0)
    found.push(`${number(unsealed)} rows were exported before they had a place in the chain: not verified.`);
  return found.length === 0 ? [] : [...found.map((note) => `Note: ${note}`), ''];
}
