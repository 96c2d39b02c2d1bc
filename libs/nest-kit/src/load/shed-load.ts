import { performance } from 'node:perf_hooks';
import type { Clock } from '@radiant/kernel';
import type { FastifyInstance, FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify';
import type { Metrics } from '../metrics/metrics.js';
import { LoadShedder } from './load-shedder.js';

const TICK_MS = 25;
/** A call whose body takes longer to come, in ms, gives its place back until then: its caller's line must hold nobody up. */
const BODY_MS = 1_000;
/** What callers of models may do; what administrators and probes ask is not held up. */
const CALLS: ReadonlySet<unknown> = new Set(['inference.call', 'phi.detect']);

const leaving = new WeakMap<FastifyRequest, () => void>();

/** Says that a call needs the process no more for now: it has left for its provider, or waits for something else. */
export function madeRoom(request: FastifyRequest): void {
  leaving.get(request)?.();
}

/**
 * Refuses calls of models and searches for PHI with 503 while the process has more of them than it can take; everything
 * else passes. @param utilisation as `LoadShedder` wants it.
 */
export function shedLoad(
  server: FastifyInstance,
  clock: Clock,
  metrics: Metrics,
  utilisation = loopUtilisation(),
): void {
  const shedder = new LoadShedder(clock, utilisation);
  metrics.gauge('radiant_calls_waiting', 'Calls that wait for the process to have time for them', [], () => [
    { value: shedder.waiting },
  ]);
  let ticking: NodeJS.Timeout | undefined;
  const tick = (): void => {
    shedder.tick();
    ticking = shedder.isPressed ? setTimeout(tick, TICK_MS) : undefined;
  };
  const enter = (request: FastifyRequest, reply: FastifyReply, done: HookHandlerDoneFunction, begin = done): void => {
    if (reply.raw.destroyed) return; // the caller has left, and nothing else would say so
    const leave = shedder.enter(begin, done);
    leaving.set(request, leave);
    reply.raw.once('close', leave);
    if (ticking === undefined && shedder.isPressed) ticking = setTimeout(tick, TICK_MS);
  };
  const bodies = new WeakMap<FastifyRequest, { readonly late: NodeJS.Timeout; isLate: boolean }>();
  server.addHook('onRequest', (request: FastifyRequest, reply: FastifyReply, done: HookHandlerDoneFunction): void => {
    if (!CALLS.has(request.routeOptions.config.permission) || request.method !== 'POST') return done();
    enter(request, reply, done, () => {
      const late = setTimeout(() => {
        body.isLate = true;
        madeRoom(request);
      }, BODY_MS);
      const body = { late, isLate: false };
      bodies.set(request, body);
      reply.raw.once('close', () => clearTimeout(late));
      done();
    });
  });
  server.addHook(
    'preValidation',
    (request: FastifyRequest, reply: FastifyReply, done: HookHandlerDoneFunction): void => {
      const body = bodies.get(request);
      clearTimeout(body?.late);
      if (body?.isLate) enter(request, reply, done);
      else done();
    },
  );
  // an answer that is made waits for its reader alone, who may take his time
  server.addHook('onSend', (request: FastifyRequest, _reply, _payload, done: HookHandlerDoneFunction): void => {
    madeRoom(request);
    done();
  });
  server.addHook('onClose', () => clearTimeout(ticking));
}

/** Share of the time since the last call for which the event loop worked. */
function loopUtilisation(): () => number {
  let last = performance.eventLoopUtilization();
  return () => {
    const next = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(next, last);
    last = next;
    return utilization;
  };
}
