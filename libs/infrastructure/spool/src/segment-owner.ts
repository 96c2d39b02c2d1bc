import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { isFileError } from './disk.js';
import { pathOf, type Segment } from './segment.js';

/** Clocks are set, and the kernel tells the boot time in whole seconds. */
const SLACK_MS = 5_000;
/** USER_HZ, in which Linux tells the start of a process, is 100 on every platform. */
const TICK_MS = 10;
/** Fields of /proc/<pid>/stat after the command, which is in brackets; starttime is the 22nd of all (proc_pid_stat(5)). */
const START_TIME = 22 - 3;

const openHere = new Set<{ readonly file: string }>();

/** Remembers that this process writes the file, until the returned function is called. */
export function holdOpen(file: string): () => void {
  const held = { file: path.resolve(file) };
  openHere.add(held);
  return () => void openHere.delete(held);
}

/**
 * Whether a process that lives may still write the segment. Ids of processes are used again, above all in containers, so
 * a process that began after the segment is not its writer. A wrong answer costs a refused batch, never a record:
 * see `claimSegment`. Processes of other hosts and containers are not seen.
 */
export async function isBeingWritten(segment: Segment): Promise<boolean> {
  if (segment.state !== 'written') return false;
  if (segment.processId === process.pid) return isHeldOpen(pathOf(segment));
  if (!isAlive(segment.processId)) return false;
  const began = await processStart(segment.processId);
  return began === undefined || began <= segment.startedAt + SLACK_MS;
}

const isHeldOpen = (file: string): boolean => {
  const absolute = path.resolve(file);
  return [...openHere].some((held) => held.file === absolute);
};

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0); // signal 0 only asks
    return true;
  } catch (error) {
    return isFileError(error, 'EPERM');
  }
}

/** Milliseconds since 1970; undefined where the system does not tell (not Linux). */
async function processStart(processId: number): Promise<number | undefined> {
  try {
    const [own, system] = await Promise.all([
      readFile(`/proc/${processId}/stat`, 'utf8'),
      readFile('/proc/stat', 'utf8'),
    ]);
    const ticks = Number(own.slice(own.lastIndexOf(')') + 2).split(' ')[START_TIME]);
    const boot = Number(/^btime (\d+)$/m.exec(system)?.[1]) * 1_000;
    const start = boot + ticks * TICK_MS;
    return Number.isFinite(start) ? start : undefined;
  } catch {
    return undefined;
  }
}
