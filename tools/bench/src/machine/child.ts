import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import path from 'node:path';

const STOP_MS = 5_000;

export interface ChildOptions {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Working directory; what the process prints is in `log` there. */
  readonly directory: string;
  /** Undefined: the core of this process. */
  readonly core?: number;
  readonly ipc?: boolean;
}

export interface Child {
  readonly pid: number;
  readonly process: ChildProcess;
  hasEnded(): boolean;
  /** SIGTERM to the process, SIGKILL to its group after 5 s or when it has ended. */
  stop(): Promise<void>;
}

const children = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of children) kill(child, 'SIGKILL');
});

/** Starts a process in a group of its own, so that what it starts ends with it, with none of our environment. */
export function startChild({ argv, env, directory, core, ipc }: ChildOptions): Child {
  const command = core === undefined ? argv : ['taskset', '-c', String(core), ...argv];
  const log = openSync(path.join(directory, 'log'), 'a');
  const child = spawn(command[0] ?? '', command.slice(1), {
    env: { PATH: process.env['PATH'] ?? '', HOME: directory, ...env },
    stdio: ipc ? ['ignore', log, log, 'ipc'] : ['ignore', log, log],
    cwd: directory,
    detached: true,
  });
  closeSync(log);
  if (child.pid === undefined) throw new Error(`cannot start ${command.join(' ')}`);
  children.add(child);
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
  return { pid: child.pid, process: child, hasEnded, stop: () => stop(child, hasEnded) };
}

async function stop(child: ChildProcess, hasEnded: () => boolean): Promise<void> {
  if (!hasEnded()) {
    const ended = once(child, 'exit');
    const timer = setTimeout(() => kill(child, 'SIGKILL'), STOP_MS);
    child.kill('SIGTERM');
    await ended;
    clearTimeout(timer);
  }
  kill(child, 'SIGKILL');
  children.delete(child);
}

/** The whole group: workers that outlived their parent would answer on its port. */
function kill(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // all of it has ended
  }
}
