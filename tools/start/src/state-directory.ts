import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { ADMINISTRATION_FILE } from './administration.js';
import { StartError } from './start-error.js';

/** The folder that holds everything a start leaves behind; one running `npm start` at a time owns it. */
export class StateDirectory {
  private constructor(readonly path: string) {}

  /** Makes the folder and takes its lock. @param reset empties it first. @throws StartError */
  static open(directory: string, reset: boolean): StateDirectory {
    const state = new StateDirectory(path.resolve(directory));
    try {
      make(state.path);
      state.lock();
      if (reset) state.clear();
      make(state.join('logs'));
    } catch (error) {
      if (error instanceof StartError) throw error;
      throw new StartError(
        `${state.path} can't be written: make it writable, or choose another folder with RADIANT_DATA_DIR`,
        { cause: error },
      );
    }
    return state;
  }

  join(...names: string[]): string {
    return path.join(this.path, ...names);
  }

  /** Undefined when there is no such file. @throws StartError when it is not JSON. */
  readJson(name: string): unknown {
    const file = this.join(name);
    if (!existsSync(file)) return undefined;
    try {
      return JSON.parse(readFileSync(file, 'utf8'));
    } catch (error) {
      throw new StartError(`${file} is broken: bring back a copy, or start empty with \`npm start -- --reset\``, {
        cause: error,
      });
    }
  }

  /** Readable by its owner only, and never half written. */
  writeJson(name: string, value: object): void {
    const file = this.join(name);
    writeFileSync(`${file}.new`, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
    chmodSync(`${file}.new`, 0o600);
    renameSync(`${file}.new`, file);
  }

  /** Gives the folder back. */
  release(): void {
    for (const name of ['credentials.json', ADMINISTRATION_FILE]) rmSync(this.join(name), { force: true });
    rmSync(this.join('lock'), { force: true });
  }

  private lock(): void {
    const file = this.join('lock');
    const holder = existsSync(file) ? Number(readFileSync(file, 'utf8')) : undefined;
    if (holder !== undefined && isStart(holder)) {
      throw new StartError(
        `RADIANT is already running here (process ${holder}): stop it, or choose another folder with RADIANT_DATA_DIR`,
      );
    }
    rmSync(file, { force: true }); // left by a process that was killed
    const handle = openSync(file, 'wx', 0o600);
    writeFileSync(handle, String(process.pid));
    closeSync(handle);
  }

  private clear(): void {
    for (const name of [
      'postgres',
      'dynamodb',
      'logs',
      'audit',
      'usage',
      'secrets.json',
      'credentials.json',
      ADMINISTRATION_FILE,
    ]) {
      rmSync(this.join(name), { recursive: true, force: true });
    }
  }
}

/** With its parents. Node's own way of doing that tries for ever where nothing can be made, as in /proc. */
function make(directory: string): void {
  try {
    mkdirSync(directory, { mode: 0o700 });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EEXIST' && statSync(directory).isDirectory()) return;
    const parent = path.dirname(directory);
    if (code !== 'ENOENT' || parent === directory || existsSync(parent)) throw error;
    make(parent);
    make(directory);
  }
}

/** Whether a process is an `npm start`. Its number may be another program's by now, the rule in a restarted container. */
function isStart(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  try {
    const command =
      process.platform === 'linux'
        ? readFileSync(`/proc/${pid}/cmdline`, 'utf8')
        : execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
    return command.includes('run.mjs');
  } catch {
    return true; // it is there, and nobody can say what it is
  }
}
