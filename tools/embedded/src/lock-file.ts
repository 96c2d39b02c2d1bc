import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { EmbeddedError } from './embedded-error.js';

const POLL_MS = 25;
/** A server whose starter was killed begins to stop at once; one that stays up this long is somebody's. */
const STAYS_UP_MS = 500;
const STOPPING_MS = 15_000;

export function anotherServer(data: string): EmbeddedError {
  return new EmbeddedError(
    `Another PostgreSQL is running on ${data}: stop it first (is a second \`npm start\` running?), or choose another RADIANT_DATA_DIR.`,
  );
}

/**
 * Returns when no server runs on `data`: waits for one that is stopping, and removes the lock file of a crashed one
 * even if its process number has been given to another program (the rule in a restarted container), which PostgreSQL
 * itself would take for a running server.
 */
export async function awaitUnlocked(data: string): Promise<void> {
  const started = performance.now();
  for (;;) {
    const lock = readLock(data);
    if (lock === undefined) return;
    if (!isServerOn(lock.pid, data)) return rmSync(lockFile(data), { force: true });
    const waited = performance.now() - started;
    if (waited > (lock.stopping ? STOPPING_MS : STAYS_UP_MS)) throw anotherServer(data);
    await pause(POLL_MS);
  }
}

function lockFile(data: string): string {
  return path.join(data, 'postmaster.pid');
}

/** Line 1 is the process number, line 8 the state: see "postmaster.pid" in PostgreSQL's pidfile.h. */
function readLock(data: string): { pid: number; stopping: boolean } | undefined {
  try {
    const lines = readFileSync(lockFile(data), 'utf8').split('\n');
    return { pid: Number(lines[0]), stopping: lines[7]?.trim() === 'stopping' };
  } catch {
    return undefined;
  }
}

function isServerOn(pid: number, data: string): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    if (process.platform === 'linux') return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(data);
    return execFileSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8' }).includes('postgres');
  } catch {
    return false;
  }
}
