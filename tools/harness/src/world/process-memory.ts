import { readFileSync } from 'node:fs';

export const MIB = 1_048_576;

/** Bytes, as Linux counts them for one process: at present, or the most that there was. */
export function memoryOf(pid: number, what: 'VmRSS' | 'VmHWM'): number {
  const [, kib] = new RegExp(`^${what}:\\s+(\\d+) kB$`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  if (kib === undefined) throw new Error('what a process needs is known on Linux alone');
  return Number(kib) * 1_024;
}
