import type { MessagePort } from 'node:worker_threads';
import { DomainError } from '@radiant/kernel';
import type { WorkerAnswer, WorkerRequest } from './messages.js';

/** Answers every request of the parent. What fails is answered without a result, what is refused with the refusal. */
export function serve<Request extends WorkerRequest, Result>(
  port: MessagePort | null,
  work: (request: Request) => Promise<Result>,
): void {
  if (!port) throw new Error('this runs in a worker thread');
  port.on('message', (request: Request) => {
    void answer(request, work).then((reply) => {
      port.postMessage(reply);
    });
  });
}

async function answer<Request extends WorkerRequest, Result>(
  request: Request,
  work: (request: Request) => Promise<Result>,
): Promise<WorkerAnswer<Result>> {
  try {
    return { id: request.id, result: await work(request) };
  } catch (error) {
    const refusal = error instanceof DomainError ? { code: error.code, message: error.message } : undefined;
    return { id: request.id, result: undefined, refusal };
  }
}
