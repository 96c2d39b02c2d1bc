import { createHash } from 'node:crypto';
import type { DetectionPattern } from '@radiant/phi';
import { checkSync } from 'recheck';

process.env['RECHECK_BACKEND'] = process.env['RECHECK_SYNC_BACKEND'] = 'pure';

/** A pattern that is tried at one place reads no further than this; the steps allowed are 50 a unit. */
const AT_A_PLACE = { attackLimit: 200_000, maxAttackStringSize: 4_000 };
/** Of what a pattern that searches gets to see: its rule cuts a piece of the text off for it. */
const IN_A_PIECE = { attackLimit: 100_000, maxAttackStringSize: 128 };
/** A small search that finds runaway patterns in a fraction of a second; the same one every time. */
const SEARCH = {
  timeout: 300_000,
  randomSeed: 1,
  maxIteration: 1,
  seedingLimit: 100,
  incubationLimit: 5_000,
  maxInitialGenerationSize: 20,
  maxGenerationSize: 10,
  maxGeneStringSize: 1_000,
};

export type Verdict = 'safe' | 'vulnerable' | 'unknown';

/** What recheck finds of a pattern: `safe` means that no text makes it take more than the steps allowed. */
export function verdictOf({ source, flags }: DetectionPattern): Verdict {
  const limits = flags.includes('y') ? AT_A_PLACE : IN_A_PIECE;
  return checkSync(source, flags.replace('d', ''), { ...SEARCH, ...limits }).status;
}

/** Names a pattern under these limits: a changed pattern or limit has another name, and needs a proof of its own. */
export const nameOf = ({ source, flags }: DetectionPattern): string =>
  createHash('sha256')
    .update(JSON.stringify([source, flags, AT_A_PLACE, IN_A_PIECE, SEARCH]))
    .digest('hex')
    .slice(0, 24);
