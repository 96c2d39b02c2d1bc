import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Credentials } from '../src/credentials.js';

const WORKSPACE = path.resolve(import.meta.dirname, '../../..');

/** A folder for one test's state. */
export const stateDirectory = (): string => mkdtempSync(path.join(tmpdir(), 'radiant-start-test-'));

export const remove = (directory: string): void => rmSync(directory, { recursive: true, force: true });

/** `npm start` as a person runs it, without npm around it. */
export class Supervised {
  output = '';
  private readonly child: ChildProcess;
  private readonly watchers = new Set<() => void>();

  constructor(
    readonly directory: string,
    variables: Record<string, string> = {},
    args: string[] = [],
  ) {
    this.child = spawn(process.execPath, ['--no-warnings', 'tools/run.mjs', 'start', ...args], {
      cwd: WORKSPACE,
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        RADIANT_DATA_DIR: directory,
        PORT: '0',
        ADMIN_PORT: '0',
        ...variables,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (text: Buffer) => {
        this.output += text.toString();
        for (const watcher of this.watchers) watcher();
      });
    }
  }

  /** Resolves when `text` has been printed; rejects when the process ends first. */
  async prints(text: string): Promise<void> {
    if (this.output.includes(text)) return;
    await new Promise<void>((resolve, reject) => {
      const watcher = (): void => {
        if (!this.output.includes(text)) return;
        this.watchers.delete(watcher);
        resolve();
      };
      this.watchers.add(watcher);
      this.child.once('close', () => reject(new Error(`ended without printing "${text}": ${this.output}`)));
    });
  }

  /** Resolves with the exit code once all output is read. */
  async ended(): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'close');
    return this.child.exitCode;
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    this.child.kill(signal);
    return this.ended();
  }

  get credentials(): Credentials {
    return JSON.parse(readFileSync(this.file, 'utf8')) as Credentials;
  }

  get credentialsMode(): number {
    return statSync(this.file).mode & 0o777;
  }

  /** Processes that hold this test's folder in their command line or environment. */
  get processes(): readonly number[] {
    return readProcesses()
      .filter(({ text }) => text.includes(this.directory))
      .map(({ pid }) => pid);
  }

  private get file(): string {
    return path.join(this.directory, 'credentials.json');
  }
}

function readProcesses(): { pid: number; text: string }[] {
  const { stdout } = spawnSync('ps', ['axeww', '-o', 'pid=,command='], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout.split('\n').map((line) => {
    const [, pid = '0', text = ''] = /^\s*(\d+)\s+(.*)$/.exec(line) ?? [];
    return { pid: Number(pid), text };
  });
}
