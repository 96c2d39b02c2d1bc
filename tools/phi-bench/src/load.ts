import { execFile } from 'node:child_process';
import { setFlagsFromString } from 'node:v8';
import { promisify } from 'node:util';
import { runInNewContext } from 'node:vm';

/** The argument of a process that measures what loading the detector costs, and prints it. */
export const LOAD_ROLE = '--role=load';

export interface Load {
  /** Of processor time until the first detection has been answered. */
  readonly ms: number;
  /** Heap and buffers that stay, in millions of bytes. */
  readonly megabytes: number;
}

/** The best of several fresh processes. */
export async function measureLoad(processes: number): Promise<Load> {
  const loads: Load[] = [];
  for (let count = 0; count < processes; count += 1) {
    const { stdout } = await promisify(execFile)(process.execPath, [process.argv[1] ?? '', LOAD_ROLE]);
    const { ms, megabytes } = JSON.parse(stdout) as Load;
    loads.push({ ms, megabytes });
  }
  return {
    ms: Math.min(...loads.map((load) => load.ms)),
    megabytes: Math.min(...loads.map((load) => load.megabytes)),
  };
}

export async function reportLoad(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const held = (): number => {
    collect();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const before = held();
  const begin = process.cpuUsage();
  const { detectFirst } = await import('./first-detection.js');
  const detector = await detectFirst();
  const { user, system } = process.cpuUsage(begin);
  const ms = (user + system) / 1_000;
  const megabytes = (held() - before) / 1e6;
  process.stdout.write(JSON.stringify({ ms, megabytes, version: detector.version }));
}
