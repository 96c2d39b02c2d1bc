import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DomainError } from '@radiant/kernel';
import type { FastifyError, FastifyHttpOptions, FastifyReply, FastifyRequest } from 'fastify';
import { accessHook, type AccessOptions } from '../access/access-hook.js';
import { routeAddress } from '../access/app-address.js';
import type { FailedAuthentications } from '../access/failed-authentications.js';
import type { Refusals } from '../access/refusals.js';
import { ErrorFilter } from '../errors/error-filter.js';
import { errorReply } from '../errors/error-reply.js';
import { shedLoad, type Shedding } from '../load/shed-load.js';
import type { Log } from '../logging/log.js';
import { RequestMetrics } from '../metrics/http-metrics.js';
import type { Metrics } from '../metrics/metrics.js';
import { refuseBadHttp, refuseTunnels } from './bad-http.js';
import { checkHost } from './check-host.js';
import { closeQueuedAnswers } from './close-queued.js';
import { closeUnusedConnections } from './close-unused.js';
import { takeJsonBodies } from './json-bodies.js';
import { requestIds } from './request-ids.js';
import { RefuseParameters } from '../validation/refuse-parameters.js';
import { RouteTable } from './route-table.js';
import { SECURITY_HEADERS, securityHeadersOf } from './response-headers.js';

/** Bytes. Larger bodies are refused before they are read. */
const BODY_LIMIT = 4 * 1024 * 1024;
/** In ms, for a request to arrive as a whole. Fastify would wait for ever, and keep what has come of it in memory. */
const ARRIVAL_MS = 300_000;

export interface ApplicationOptions {
  readonly log: Log;
  /** Origins whose pages may call; empty: none. */
  readonly corsOrigins: readonly string[];
  /** Addresses of proxies in front whose `x-forwarded-for` is believed; empty: none. */
  readonly trustedProxies: readonly string[];
  /** Finds out who is calling and what they may. */
  readonly access: AccessOptions;
  /** Where refusals are written down. */
  readonly refusals: Refusals;
  /** Where those are written down whom nobody knows. */
  readonly failedAuthentications: FailedAuthentications;
  /** Where requests are counted. */
  readonly metrics: Metrics;
  /** Where calls of models are served: what refuses those that are too many. */
  readonly shedding?: Shedding;
}

/** A Nest application on Fastify with what every RADIANT process has: request ids, headers, access, errors, access log. */
export async function createApplication(
  module: Type | DynamicModule,
  options: ApplicationOptions,
): Promise<NestFastifyApplication> {
  const serverOptions: FastifyHttpOptions<Server> = {
    bodyLimit: BODY_LIMIT,
    requestTimeout: ARRIVAL_MS,
    genReqId: () => randomUUID(), // never the caller's: the id is a key of the ledger
    requestIdHeader: false,
    rewriteUrl: routeAddress,
    trustProxy: options.trustedProxies.length > 0 ? [...options.trustedProxies] : false,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
    return503OnClosing: false,
    frameworkErrors: (_: FastifyError, request: FastifyRequest, reply: FastifyReply) =>
      refuseAddress(request, reply, options.log),
    forceCloseConnections: 'idle',
    clientErrorHandler: refuseBadHttp(options.log),
    http: { requireHostHeader: false }, // Node would refuse it without a body and a request id; the hook below refuses it
  };
  const adapter = new FastifyAdapter(serverOptions);
  const server = adapter.getInstance();
  takeJsonBodies(server);
  const routes = new RouteTable(server);
  closeUnusedConnections(server);
  closeQueuedAnswers(server);
  // RFC 9110, 10.1.1: what is expected besides `100-continue` may be passed over.
  server.server.on('checkExpectation', (request, response) => server.server.emit('request', request, response));
  server.server.on('connect', refuseTunnels(options.log));
  const application = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger: false,
    abortOnError: false,
    bodyParser: false, // Nest's would take forms
  });
  application.useGlobalGuards(new RefuseParameters());
  application.useGlobalFilters(new ErrorFilter(options.log, routes));
  if (options.corsOrigins.length > 0) allowOrigins(application, new Set(options.corsOrigins));
  const admit = accessHook(options.access);
  // One hook for all three: each costs a turn of the microtask queue on every call.
  server.addHook('onRequest', async (request, reply) => {
    void reply.headers(securityHeadersOf(request.url)).headers(requestIds(request.id, request.url));
    checkHost(request.raw);
    if (request.method === 'OPTIONS') return answerOptions(request, reply, routes);
    return admit(request);
  });
  const requests = new RequestMetrics(options.metrics);
  if (options.shedding) shedLoad(server, options.shedding, { log: options.log, metrics: options.metrics, requests });
  server.addHook('onResponse', (request, reply, done) => {
    requests.answered(request, reply);
    options.log.access(request, reply);
    options.refusals.note(request, reply);
    options.failedAuthentications.note(request, reply);
    done();
  });
  return application;
}

/** An address that can't be decoded has no route and passes no hook; Fastify's own answer would repeat it. */
function refuseAddress(request: FastifyRequest, reply: FastifyReply, log: Log): void {
  const { status, body } = errorReply(
    request.url,
    new DomainError('validation_error', 'the address is not a valid URL'),
    request.id,
  );
  void reply.headers(SECURITY_HEADERS).headers(requestIds(request.id, request.url)).status(status).send(body);
  log.access(request, reply);
}

function allowOrigins(application: NestFastifyApplication, allowed: ReadonlySet<string>): void {
  application.enableCors({
    origin: (origin, answer) => answer(null, origin !== undefined && allowed.has(origin)),
    methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
    exposedHeaders: '*', // request ids, `retry-after`, receipts, limits, ETags: without it scripts read none of them
    maxAge: 600,
  });
}

/** A preflight of an origin that is not allowed learns the route's methods and nothing else. */
async function answerOptions(request: FastifyRequest, reply: FastifyReply, routes: RouteTable): Promise<void> {
  const methods = routes.methodsOf(request.url);
  await reply
    .status(methods.length > 0 ? 204 : 404)
    .header('allow', methods.join(', '))
    .send();
}
