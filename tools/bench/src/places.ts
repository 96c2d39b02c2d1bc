import path from 'node:path';

/** This file is bundled into `dist/`, which lies as deep as `src/`. */
export const BENCH = path.resolve(import.meta.dirname, '..');
export const WORKSPACE = path.resolve(BENCH, '../..');
export const PEERS = path.join(BENCH, 'peers');
export const RESULTS = path.join(BENCH, 'results');
/** This program, to be started again in another role. */
export const PROGRAM = process.argv[1] ?? '';
