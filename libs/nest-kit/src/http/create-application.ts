import { randomUUID } from 'node:crypto';
import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { authenticationHook, type Authenticate } from '../authentication/authentication-hook.js';
import { ErrorFilter } from '../errors/error-filter.js';
import { Log } from '../logging/log.js';
import { RouteTable } from './route-table.js';
import { SECURITY_HEADERS } from './response-headers.js';

/** Bytes. Larger bodies are refused before they are read. */
export const BODY_LIMIT = 4 * 1024 * 1024;

export interface ApplicationOptions {
  readonly log: Log;
  /** Origins whose pages may call; empty: none. */
  readonly corsOrigins: readonly string[];
  /** Finds out who is calling, from the application's own container. */
  readonly authenticate: (application: NestFastifyApplication) => Authenticate;
}

/** A Nest application on Fastify with what every RADIANT process has: request ids, headers, authentication, errors, access log. */
export async function createApplication(
  module: Type | DynamicModule,
  options: ApplicationOptions,
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    genReqId: () => randomUUID(), // never the caller's: the id is a key of the ledger
    requestIdHeader: false,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
    return503OnClosing: false,
    forceCloseConnections: 'idle',
  });
  const server = adapter.getInstance();
  server.removeContentTypeParser('text/plain');
  const routes = new RouteTable(server);
  const application = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger: false,
    abortOnError: false,
  });
  const allowed = new Set(options.corsOrigins);
  application.enableCors({
    origin: (origin, answer) => answer(null, origin !== undefined && allowed.has(origin)),
    methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
    maxAge: 600,
  });
  application.useGlobalFilters(new ErrorFilter(options.log, routes));
  server.addHook('onRequest', (request, reply, done) => {
    void reply.headers(SECURITY_HEADERS).header('x-request-id', request.id);
    done();
  });
  server.addHook('onRequest', (request, reply, done) => {
    if (request.method !== 'OPTIONS') return done();
    const allowed = routes.methodsOf(request.url); // an origin that is not allowed learns the methods and nothing else
    void reply
      .status(allowed.length > 0 ? 204 : 404)
      .header('allow', allowed.join(', '))
      .send();
  });
  server.addHook('onRequest', authenticationHook(options.authenticate(application)));
  server.addHook('onResponse', (request, reply, done) => {
    options.log.access(request, reply);
    done();
  });
  return application;
}
