import { performance } from 'node:perf_hooks';
import type { Clock } from '@radiant/kernel';
import type { FastifyInstance, FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify';
import type { Log } from '../logging/log.js';
import type { RequestMetrics } from '../metrics/http-metrics.js';
import type { Metrics } from '../metrics/metrics.js';
import { LoadShedder } from './load-shedder.js';
import { turnCallsAway } from './turn-away.js';

const TICK_MS = 25;
/** A call whose body takes longer to come, in ms, gives its place back until then: its caller's line must hold nobody up. */
const BODY_MS = 1_000;
/** What callers of models may do; what administrators and probes ask is not held up. */
const CALLS: ReadonlySet<unknown> = new Set(['inference.call', 'phi.detect']);

const isCall = (permission: unknown, method: string | readonly string[]): boolean =>
  CALLS.has(permission) && [method].flat().includes('POST');

const leaving = new WeakMap<FastifyRequest, () => void>();

/** Says that a call needs the process no more for now: it has left for its provider, or waits for something else. */
export function madeRoom(request: FastifyRequest): void {
  leaving.get(request)?.();
}

export interface Shedding {
  readonly clock: Clock;
  /** As `LoadShedder` wants it; undefined: of this event loop. */
  readonly utilisation?: (() => number) | undefined;
}

interface Noted {
  readonly log: Log;
  readonly metrics: Metrics;
  readonly requests: RequestMetrics;
}

/**
 * Refuses calls of models and searches for PHI with 503 while the process has more of them than it can take; everything
 * else passes. To be called before routes are registered, and after the hook that finds out who is calling.
 */
export function shedLoad(
  server: FastifyInstance,
  { clock, utilisation }: Shedding,
  { log, metrics, requests }: Noted,
): void {
  const shedder = new LoadShedder(clock, utilisation ?? loopUtilisation());
  const calls = new Set<string>();
  server.addHook('onRoute', ({ url, method, config }) => {
    if (isCall(config?.permission, method)) calls.add(url);
  });
  turnCallsAway(server, (address) => calls.has(address), { shedder, log, requests });
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
    if (!isCall(request.routeOptions.config.permission, request.method)) return done();
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
