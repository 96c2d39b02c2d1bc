import { afterEach } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** A process that does nothing until it is ended; the end of the test ends it in any case. */
export class OtherProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly id: number,
  ) {}

  static async start(): Promise<OtherProcess> {
    const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'ignore'] });
    started.push(child);
    await once(child, 'spawn');
    if (child.pid === undefined) throw new Error('the process was not started');
    return new OtherProcess(child, child.pid);
  }

  async end(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }
}

const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});
