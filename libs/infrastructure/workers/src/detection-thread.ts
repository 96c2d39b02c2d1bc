import { Worker } from 'node:worker_threads';
import { DomainError } from '@radiant/kernel';
import type { PhiMatch } from '@radiant/phi';
import type { DetectionAnswer, DetectionRequest } from './messages.js';

type Matches = readonly (readonly PhiMatch[])[];

interface Waiting {
  readonly resolve: (matches: Matches) => void;
  readonly reject: (error: Error) => void;
  readonly deadline: NodeJS.Timeout;
}

/** One worker thread, started when it is first needed and again after it has died; keeps no process alive. */
export class DetectionThread {
  private worker: Worker | undefined;
  private readonly waiting = new Map<number, Waiting>();

  constructor(
    private readonly entry: URL,
    private readonly deadlineMs: number,
  ) {}

  /** How many requests it has not answered yet. */
  get load(): number {
    return this.waiting.size;
  }

  /** @throws DomainError `service_unavailable` when the worker fails, dies or takes longer than the deadline. */
  ask(request: DetectionRequest): Promise<Matches> {
    return new Promise((resolve, reject) => {
      const deadline = setTimeout(() => {
        this.end('PHI detection took too long');
      }, this.deadlineMs);
      this.waiting.set(request.id, { resolve, reject, deadline });
      try {
        this.started().postMessage(request);
      } catch {
        this.end('PHI detection could not start');
      }
    });
  }

  /** Stops the thread; whoever waits for it is refused. */
  async close(): Promise<void> {
    const { worker } = this;
    this.end('PHI detection is shutting down');
    await worker?.terminate();
  }

  private started(): Worker {
    if (this.worker) return this.worker;
    const worker = new Worker(this.entry);
    this.worker = worker;
    worker.unref();
    worker.on('message', (answer: DetectionAnswer) => {
      this.settle(answer);
    });
    for (const event of ['error', 'exit', 'messageerror']) {
      worker.on(event, () => {
        if (this.worker === worker) this.end('PHI detection failed');
      });
    }
    return worker;
  }

  private settle({ id, matches }: DetectionAnswer): void {
    const waiting = this.waiting.get(id);
    if (!waiting) return;
    this.waiting.delete(id);
    clearTimeout(waiting.deadline);
    if (matches) waiting.resolve(matches);
    else waiting.reject(unavailable('PHI detection failed'));
  }

  /** Everyone who waits is refused: the thread's own state can't be trusted any more, so it is ended as well. */
  private end(why: string): void {
    const { worker } = this;
    this.worker = undefined;
    void worker?.terminate();
    for (const { reject, deadline } of this.waiting.values()) {
      clearTimeout(deadline);
      reject(unavailable(why));
    }
    this.waiting.clear();
  }
}

export const unavailable = (why: string): DomainError =>
  new DomainError('service_unavailable', why, { retryAfterSeconds: 1 });
