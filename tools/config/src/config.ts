import type { AdminApi } from './api.js';
import { readFiles, writeFiles } from './files.js';
import { ConfigError } from './json.js';
import { planOf, type Step } from './plan.js';
import { digestOf, readState } from './state.js';

/** What would change, and the state that it was found against. */
export interface Difference {
  readonly state: string;
  readonly steps: readonly Step[];
}

/** Writes the registry and all policies as files. @returns how many. */
export async function exportConfig(api: AdminApi, directory: string): Promise<number> {
  const rows = await readState(api, await api.bodies());
  writeFiles(directory, rows);
  return rows.length;
}

/** @throws ConfigError naming the file that is wrong. */
export async function diffConfig(api: AdminApi, directory: string, prune: boolean): Promise<Difference> {
  const bodies = await api.bodies();
  const state = await readState(api, bodies);
  return { state: digestOf(state), steps: planOf(state, readFiles(directory, bodies), bodies, prune) };
}

/**
 * Makes the changes, in order, each with the ETag that it was found against.
 * @throws ConfigError when the state has moved since, or the API refuses one: those before it are made, and it says so.
 */
export async function applyConfig(api: AdminApi, { state, steps }: Difference): Promise<void> {
  const now = digestOf(await readState(api, await api.bodies()));
  if (now !== state) throw new ConfigError('the state has moved since the difference was shown: look at it again');
  for (const [index, { title, make }] of steps.entries()) {
    try {
      await make(api);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      throw new ConfigError(`${title}: ${error.message}\n${index} of ${steps.length} changes were made`, {
        cause: error,
      });
    }
  }
}
