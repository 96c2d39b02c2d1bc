import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** A process beside the harness, so that one is not slow because the other is busy; it ends with the harness. */
export class SideProcess {
  private constructor(
    private readonly child: ChildProcess,
    /** Where it listens; the first that it says. */
    readonly url: string,
  ) {}

  /** @param worker the name of a `<name>-worker.ts` beside `main.ts`. */
  static async start(worker: 'dynamo' | 'echo' | 'flood' | 'mirror'): Promise<SideProcess> {
    const child = fork(path.join(import.meta.dirname, `${worker}-worker.js`), [], { execArgv: [] });
    const [url] = (await once(child, 'message')) as [string];
    return new SideProcess(child, url);
  }

  /** Says something and waits for the answer. */
  async ask(message: string): Promise<unknown> {
    const answered = once(this.child, 'message');
    this.child.send(message);
    const [answer] = (await answered) as [unknown];
    return answer;
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.disconnect();
    await ended;
  }
}
