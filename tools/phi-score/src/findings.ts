import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PHI_CATEGORIES, RuleDetector, type PhiCategory, type PhiMatch, type PhiSensitivity } from '@radiant/phi';
import { readCorpus } from './corpus.js';
import type { GoldDocument } from './score.js';
import { VARIANTS } from './variants.js';

const EVERYTHING: ReadonlySet<PhiCategory> = new Set(PHI_CATEGORIES);
const SENSITIVITIES: readonly PhiSensitivity[] = ['balanced', 'strict', 'structured-only'];
const RECORD = 'findings.txt';
/** Seen from the tool. */
const VERSION = '../../libs/domain/phi/src/detection/rules-version.ts';
const DIGEST_LENGTH = 8;

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, DIGEST_LENGTH);

/** What the detector finds in a document: match by match as it is written, and in other writings of it by digest. */
export interface Findings {
  readonly id: string;
  readonly matches: readonly string[];
  readonly variants: string;
}

const described = ({ category, start, end, rule, confidence }: PhiMatch, text: string): string =>
  `${category} ${JSON.stringify(text.slice(start, end))} ${rule} ${confidence}`;

export async function findingsOf(id: string, text: string): Promise<Findings> {
  const detector = new RuleDetector(async () => undefined);
  const find = async (written: string, sensitivity: PhiSensitivity): Promise<readonly PhiMatch[]> => {
    const [matches = []] = await detector.detect([written], EVERYTHING, sensitivity);
    return matches;
  };
  const digests: string[] = [];
  for (const vary of Object.values(VARIANTS)) {
    const written = vary(text);
    const found = [];
    for (const sensitivity of SENSITIVITIES) found.push(await find(written, sensitivity));
    digests.push(digestOf(JSON.stringify(found)));
  }
  const matches = await find(text, 'balanced');
  return { id, matches: matches.map((match) => described(match, text)), variants: digests.join(' ') };
}

/** The documents of the tool: labelled ones, and more forms of what rules read. */
export const documentsIn = (tool: string): readonly GoldDocument[] =>
  ['corpus', 'corpus-clinical', 'corpus-forms'].flatMap((folder) => readCorpus(path.join(tool, folder)));

export const readRecord = (tool: string): ReadonlyMap<string, Findings> =>
  readFindings(readFileSync(path.join(tool, RECORD), 'utf8'));

export async function recordFindings(tool: string): Promise<void> {
  const findings = [];
  for (const { id, text } of documentsIn(tool)) findings.push(await findingsOf(id, text));
  const record = written(findings);
  writeFileSync(path.join(tool, RECORD), record);
  const version = path.join(tool, VERSION);
  writeFileSync(
    version,
    readFileSync(version, 'utf8').replace(/(?<=')rules-(\d+)\.[\da-f]+/, `rules-$1.${digestOf(record)}`),
  );
}

/** Of the record as it was written last: the last part of the detector's version. */
export const recordDigest = (tool: string): string => digestOf(readFileSync(path.join(tool, RECORD), 'utf8'));

/** A line for each match, so that a changed rule shows by what it changes. */
const written = (findings: readonly Findings[]): string =>
  findings.map(({ id, matches, variants }) => [`=== ${id}`, ...matches, `--- ${variants}`, ''].join('\n')).join('\n');

/** By document what was recorded of it. */
function readFindings(record: string): ReadonlyMap<string, Findings> {
  const parts = record.split(/^=== /m).slice(1);
  return new Map(
    parts.map((part) => {
      const [id = '', ...lines] = part.trimEnd().split('\n');
      const matches = lines.filter((line) => !line.startsWith('--- '));
      const variants = lines.find((line) => line.startsWith('--- '))?.slice(4) ?? '';
      return [id, { id, matches, variants }];
    }),
  );
}
