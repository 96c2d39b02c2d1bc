import type { ErrorCode } from '@radiant/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Metrics } from './metrics.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Spent here and not at the provider until the reply's first byte, in ms; undefined where nobody else was asked. */
    overheadMs?: number;
  }
}

const OVERHEADS = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1, 5];
const LATENCIES = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 720];

/** Counts requests by the pattern of their route, which holds nothing of the address. */
export class RequestMetrics {
  private readonly requests;
  private readonly durations;
  private readonly overheads;
  private readonly refusals;

  constructor(metrics: Metrics) {
    this.requests = metrics.counter('radiant_http_requests_total', 'Requests, by route and status', [
      'route',
      'status',
    ]);
    this.durations = metrics.histogram(
      'radiant_http_request_duration_seconds',
      "From a request's arrival to the end of its reply, by route",
      ['route'],
      LATENCIES,
    );
    this.overheads = metrics.histogram(
      'radiant_overhead_seconds',
      'Time spent here and not at the provider, up to the first byte of the reply, by route',
      ['route'],
      OVERHEADS,
    );
    this.refusals = metrics.counter('radiant_errors_total', 'Requests that failed or were refused, by code', ['code']);
  }

  answered(request: FastifyRequest, reply: FastifyReply): void {
    const route = (request.is404 ? undefined : request.routeOptions.url) ?? 'none';
    this.requests.of(route, String(reply.statusCode)).add();
    this.durations.of(route).observe(reply.elapsedTime / 1_000);
    if (request.overheadMs !== undefined) this.overheads.of(route).observe(request.overheadMs / 1_000);
    if (request.failure !== undefined) this.refusals.of(request.failure).add();
  }

  /** A request that was refused at once, before anything of it was read. */
  turnedAway(route: string, status: number, code: ErrorCode): void {
    this.requests.of(route, String(status)).add();
    this.durations.of(route).observe(0);
    this.refusals.of(code).add();
  }
}
