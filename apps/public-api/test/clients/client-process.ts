import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What a package under test is told. */
export interface Asked {
  readonly baseUrl: string;
  readonly key: string;
  readonly model: string;
  readonly prompt: string;
  /** How often the package may repeat a call. */
  readonly maxRetries: number;
}

/** What a call of a package came to: what it returned, or the error that it threw. */
export type Outcome<Value = string> =
  | { readonly value: Value; readonly error?: undefined }
  | {
      readonly value?: undefined;
      readonly error: { readonly name: string; readonly message: string; readonly status?: number };
    };

/**
 * A process of its own in which the packages run as in an application: Jest's module loader would take many seconds for
 * them, and they would see its globals in place of Node's.
 */
export interface ClientProcess {
  /** @param client a file of `packages`. @param call a function that it exports. */
  run<Value = string>(client: string, call: string, asked: Asked): Promise<Outcome<Value>>;
  /** Imports a module. @returns what it wrote with `console.log`. */
  logged(file: string): Promise<Outcome>;
  close(): void;
}

export function startClientProcess(): ClientProcess {
  const child = fork(fileURLToPath(new URL('packages/main.mjs', import.meta.url)), {
    execArgv: ['--no-warnings'],
    env: { PATH: process.env['PATH'] },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const waiting = new Map<number, (outcome: Outcome<never>) => void>();
  child.on('message', ({ id, ...outcome }: { id: number } & Outcome<never>) => {
    waiting.get(id)?.(outcome);
    waiting.delete(id);
  });
  let last = 0;
  const ask = <Value>(message: object): Promise<Outcome<Value>> =>
    new Promise((resolve) => {
      last += 1;
      waiting.set(last, resolve);
      child.send({ id: last, ...message });
    });
  return {
    run: (client, call, asked) => ask({ client, call, asked }),
    logged: (file) => ask({ file }),
    close: () => void child.kill(),
  };
}
