// Ends the process once it has used more processor time than it may: from a thread of its own, for an endless loop lets
// nothing else run. The clock would not do, since it also counts what other processes take.
import { isMainThread, Worker, workerData } from 'node:worker_threads';

const LOOK_MS = 250;

const usedMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

export class ProcessorLimit {
  private readonly until = new Float64Array(new SharedArrayBuffer(8));

  constructor() {
    new Worker(new URL(import.meta.url), { workerData: this.until }).unref();
    this.lift();
  }

  set(milliseconds: number): void {
    this.until[0] = usedMs() + milliseconds;
  }

  lift(): void {
    this.until[0] = Infinity;
  }
}

if (!isMainThread) {
  const until = workerData as Float64Array;
  setInterval(() => {
    if (usedMs() > (until[0] ?? Infinity)) process.kill(process.pid, 'SIGKILL');
  }, LOOK_MS);
}
