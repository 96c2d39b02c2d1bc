import { fork, type ChildProcess } from 'node:child_process';
import type { RunAnswer, RunRequest } from './exchange.js';

/** A process that runs specs; it ends itself when a run takes too long. */
export class SpecProcess {
  private readonly child: ChildProcess;
  private ended = false;

  constructor(runner: string) {
    this.child = fork(runner, [], { stdio: 'ignore' });
    this.child.on('exit', () => (this.ended = true));
  }

  /** @returns undefined when the process ended in the middle of it, or had to be ended. */
  async run(request: RunRequest): Promise<RunAnswer | undefined> {
    if (this.ended) return undefined;
    const answer = new Promise<RunAnswer | undefined>((resolve) => {
      const finish = (message?: RunAnswer): void => {
        this.child.removeAllListeners('message').removeListener('exit', ended);
        resolve(message);
      };
      const ended = (): void => finish();
      this.child.once('message', (message) => finish(message as RunAnswer)).once('exit', ended);
    });
    this.child.send(request);
    return answer;
  }

  stop(): void {
    this.child.kill('SIGKILL');
  }
}
