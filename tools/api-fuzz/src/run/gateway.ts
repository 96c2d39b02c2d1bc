import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readEnvironment } from '@radiant/nest-kit';
import { start, type Credentials } from '@radiant/start';

export const WORKSPACE = path.resolve(import.meta.dirname, '../../..');

/** Both APIs in processes of their own, on real engines, with the demo provider: as `npm start` runs them. */
export interface RunningGateway {
  readonly credentials: Credentials;
  /** What the processes logged of defects. */
  defects(): readonly string[];
  close(): Promise<void>;
}

export async function startGateway(): Promise<RunningGateway> {
  const directory = mkdtempSync(path.join(tmpdir(), 'radiant-api-fuzz-'));
  const chosen = { RADIANT_DATA_DIR: directory, PORT: '0', ADMIN_PORT: '0', LOG_LEVEL: 'warn' };
  const started = await start({
    workspace: WORKSPACE,
    environment: readEnvironment(chosen),
    variables: { PATH: process.env['PATH'], ...chosen },
    reset: false,
    say: () => undefined,
  });
  const file = (...names: string[]): string => readFileSync(path.join(directory, ...names), 'utf8');
  return {
    credentials: JSON.parse(file('credentials.json')) as Credentials,
    defects: () =>
      ['public-api', 'admin-api'].flatMap((name) =>
        file('logs', `${name}.log`)
          .split('\n')
          .filter((line) => line.includes('"defect"')),
      ),
    close: async () => {
      started.hurry();
      await started.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
