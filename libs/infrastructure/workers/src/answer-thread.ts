import { Worker } from 'node:worker_threads';
import { DomainError } from '@radiant/kernel';
import type { WorkerAnswer, WorkerRequest } from './messages.js';

interface Waiting<Result> {
  readonly resolve: (result: Result) => void;
  readonly reject: (error: Error) => void;
  readonly deadline: NodeJS.Timeout;
}

/** One worker thread, started when it is first needed and again after it has died; keeps no process alive. */
export class AnswerThread<Request extends WorkerRequest, Result> {
  private worker: Worker | undefined;
  private readonly waiting = new Map<number, Waiting<Result>>();

  /** @param what it does, for messages. */
  constructor(
    private readonly what: string,
    private readonly entry: URL,
    private readonly deadlineMs: number,
  ) {}

  /** How many requests it has not answered yet. */
  get load(): number {
    return this.waiting.size;
  }

  /** @throws DomainError `service_unavailable` when the worker fails, dies or takes longer than the deadline; its refusal. */
  ask(request: Request): Promise<Result> {
    return new Promise((resolve, reject) => {
      const deadline = setTimeout(() => {
        this.end(`${this.what} took too long`, 'TimeoutError');
      }, this.deadlineMs);
      this.waiting.set(request.id, { resolve, reject, deadline });
      try {
        this.started().postMessage(request);
      } catch {
        this.end(`${this.what} could not start`);
      }
    });
  }

  /** Stops the thread; whoever waits for it is refused. */
  async close(): Promise<void> {
    const { worker } = this;
    this.end(`${this.what} is shutting down`);
    await worker?.terminate();
  }

  private started(): Worker {
    if (this.worker) return this.worker;
    const worker = new Worker(this.entry);
    this.worker = worker;
    worker.unref();
    worker.on('message', (answer: WorkerAnswer<Result>) => {
      this.settle(answer);
    });
    for (const event of ['error', 'exit', 'messageerror']) {
      worker.on(event, (why: unknown) => {
        if (this.worker === worker) this.end(`${this.what} failed`, codeOf(why));
      });
    }
    return worker;
  }

  private settle({ id, result, refusal }: WorkerAnswer<Result>): void {
    const waiting = this.waiting.get(id);
    if (!waiting) return;
    this.waiting.delete(id);
    clearTimeout(waiting.deadline);
    if (result !== undefined) waiting.resolve(result);
    else if (refusal) waiting.reject(new DomainError(refusal.code, refusal.message));
    else waiting.reject(unavailable(`${this.what} failed`));
  }

  /**
   * Everyone who waits is refused: the thread's own state can't be trusted any more, so it is ended as well.
   * @param code for the log, such as `ERR_WORKER_OUT_OF_MEMORY`.
   */
  private end(why: string, code?: string): void {
    const { worker } = this;
    this.worker = undefined;
    void worker?.terminate();
    for (const { reject, deadline } of this.waiting.values()) {
      clearTimeout(deadline);
      reject(unavailable(why, code));
    }
    this.waiting.clear();
  }
}

export const unavailable = (why: string, code?: string): DomainError =>
  new DomainError(
    'service_unavailable',
    why,
    { retryAfterSeconds: 1 },
    code === undefined ? undefined : { cause: Object.assign(new Error('the worker ended'), { code }) },
  );

/** The code of what a worker threw, and nothing else of it: its words could hold some of the text. */
const codeOf = (thrown: unknown): string | undefined =>
  typeof thrown === 'object' && thrown !== null && 'code' in thrown && typeof thrown.code === 'string'
    ? thrown.code
    : undefined;
