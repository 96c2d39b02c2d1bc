import type { CallControls, CallFacts } from '@radiant/inference';
import { requestId, type Clock } from '@radiant/kernel';
import { madeRoom, originOf, principalOf } from '@radiant/nest-kit';
import type { FastifyReply } from 'fastify';

/** What every call of a model says of itself, whatever its shape. Its receipt and limits become headers of the reply. */
export const callFacts = (reply: FastifyReply, controls: CallControls, clock: Clock): CallFacts => ({
  requestId: requestId(reply.request.id),
  principal: principalOf(reply.request),
  controls,
  idempotency: reply.request.idempotency,
  origin: originOf(reply.request),
  arrivedAt: clock.elapsed() - reply.elapsedTime,
  onDeparture: (receiptId) => {
    madeRoom(reply.request);
    void reply.header('x-radiant-receipt', receiptId);
  },
  onWaiting: () => madeRoom(reply.request),
  onLimits: (headers) => void reply.headers(headers),
  onCache: (standing) => void reply.header('x-radiant-cache', standing),
  onOver: (listener) => whenOver(reply, listener),
  signal: departure(reply),
});

/** Calls `listener` when the reply is over; at once where the caller went away before, which nothing says a second time. */
function whenOver({ raw }: FastifyReply, listener: () => void): void {
  if (raw.destroyed) listener();
  else raw.once('close', listener);
}

/** A signal that is aborted when the caller goes away before the reply is whole. */
function departure(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  whenOver(reply, () => {
    if (!reply.raw.writableFinished) controller.abort();
  });
  return controller.signal;
}
