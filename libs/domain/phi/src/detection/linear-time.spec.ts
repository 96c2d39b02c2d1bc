import { describe, expect, it } from '@jest/globals';
import { checkSync } from 'recheck';
import { boundedPatterns } from './bounded.js';
import './rules.js';

/** Of what a pattern that searches gets to see: its rules cut a piece of the text off for it. */
const LONGEST_PIECE = 128;
const PATTERNS = [...new Map(boundedPatterns().map((pattern) => [pattern.source, pattern])).values()];
const ANCHORED = PATTERNS.filter(({ flags }) => flags.includes('y'));
const SEARCHING = PATTERNS.filter(({ flags }) => !flags.includes('y'));

/** A small search that finds runaway patterns in a fraction of a second; the same one every time. */
const SEARCH = {
  timeout: 170_000,
  randomSeed: 1,
  maxIteration: 1,
  seedingLimit: 100,
  incubationLimit: 5_000,
  maxInitialGenerationSize: 20,
  maxGenerationSize: 10,
  maxGeneStringSize: 1_000,
};
const LIMIT_MS = 180_000;

process.env['RECHECK_BACKEND'] = process.env['RECHECK_SYNC_BACKEND'] = 'pure';

describe('the patterns of the rules', () => {
  it('are known', () => {
    expect(ANCHORED.length).toBeGreaterThan(80);
    expect(SEARCHING.length).toBeGreaterThan(10);
  });

  it.each(ANCHORED.map(({ source, flags }) => [source, flags]))(
    'take linear time at a place of a text: %s',
    (source, flags) => {
      const { status } = checkSync(source, flags.replace('d', ''), {
        ...SEARCH,
        attackLimit: 200_000,
        maxAttackStringSize: 4_000,
      });
      expect(status).toBe('safe');
    },
    LIMIT_MS,
  );

  it.each(SEARCHING.map(({ source, flags }) => [source, flags]))(
    'take few steps within the piece they search: %s',
    (source, flags) => {
      const { status } = checkSync(source, flags, {
        ...SEARCH,
        attackLimit: 100_000,
        maxAttackStringSize: LONGEST_PIECE,
      });
      expect(status).toBe('safe');
    },
    LIMIT_MS,
  );

  it('would be caught if one ran away', () => {
    const options = { ...SEARCH, attackLimit: 200_000, maxAttackStringSize: 4_000 };
    expect(checkSync('(?:a{1,50}){1,50}b', 'y', options).status).not.toBe('safe');
  });
});
