import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks a second in /proc (USER_HZ), the same on every Linux. */
const TICKS = 100;

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // the process has ended
  }
}

function threads(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

/** A process and everything it started. */
function processTree(pid: number): number[] {
  const tree = [pid];
  for (const parent of tree) {
    for (const thread of threads(parent)) {
      for (const child of read(`/proc/${parent}/task/${thread}/children`).split(/\s+/)) {
        if (child !== '') tree.push(Number(child));
      }
    }
  }
  return tree;
}

/** CPU seconds that a process has used, from the scheduler (ns) over its threads. */
export function cpuSeconds(pid: number): number {
  return threads(pid).reduce(
    (sum, thread) => sum + Number(read(`/proc/${pid}/task/${thread}/schedstat`).split(' ')[0] || 0) / 1e9,
    0,
  );
}

export function treeCpuSeconds(pid: number): number {
  return processTree(pid).reduce((sum, each) => sum + cpuSeconds(each), 0);
}

/** Resident memory of a process tree in MB. */
export function residentMb(pid: number): number {
  return processTree(pid).reduce((sum, each) => {
    const kilobytes = /^VmRSS:\s+(\d+)/m.exec(read(`/proc/${each}/status`))?.[1] ?? 0;
    return sum + Number(kilobytes) / 1024;
  }, 0);
}

/** Seconds since boot. */
export interface CoreTimes {
  readonly busy: number;
  readonly total: number;
  /** Interrupts: nobody's CPU. */
  readonly interrupts: number;
}

export function coreTimes(): CoreTimes[] {
  return read('/proc/stat')
    .split('\n')
    .filter((line) => /^cpu\d/.test(line))
    .map((line) => {
      const [user = 0, nice = 0, system = 0, idle = 0, wait = 0, irq = 0, soft = 0, steal = 0] = line
        .split(/\s+/)
        .slice(1)
        .map((ticks) => Number(ticks) / TICKS);
      const busy = user + nice + system + irq + soft + steal;
      return { busy, total: busy + idle + wait, interrupts: irq + soft };
    });
}
