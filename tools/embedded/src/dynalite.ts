import type { Server } from 'node:http';
import { createRequire } from 'node:module';

export interface DynaliteOptions {
  /** LevelDB's folder; none = in memory. */
  readonly path?: string;
  readonly createTableMs: number;
  readonly deleteTableMs: number;
  readonly updateTableMs: number;
}

interface LevelStore {
  open(): Promise<void>;
  close(): Promise<void>;
}

// Neither package has types; `level` is the one that dynalite itself uses.
const load = createRequire(import.meta.url);
const loadOfDynalite = createRequire(load.resolve('dynalite'));

export const createDynalite = asFactory(load('dynalite'));
export const Level = asStoreClass(loadOfDynalite('level'));

function asFactory(loaded: unknown): (options: DynaliteOptions) => Server {
  if (typeof loaded !== 'function') throw new TypeError('dynalite exports a function');
  return loaded as (options: DynaliteOptions) => Server;
}

function asStoreClass(loaded: unknown): new (directory: string) => LevelStore {
  if (typeof loaded !== 'object' || loaded === null || !('Level' in loaded) || typeof loaded.Level !== 'function') {
    throw new TypeError('level exports the class Level');
  }
  return loaded.Level as new (directory: string) => LevelStore;
}
