import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DomainError } from '@radiant/kernel';
import type { FastifyInstance } from 'fastify';
import { routeAddress } from '../access/app-address.js';
import { wholeReply } from '../errors/whole-reply.js';
import type { Log } from '../logging/log.js';
import type { RequestMetrics } from '../metrics/http-metrics.js';
import type { LoadShedder } from './load-shedder.js';

/**
 * Refuses calls while the queue is full, before anything of them but method and address is looked at: the way through the
 * framework and authentication costs several times as much, and under a load that lasts most calls are refused. Whom
 * nobody knows is told the same. A page of a browser is refused behind the framework, which adds what it needs to read why.
 * @param isCall whether a POST to this address of a route, without its query, is one.
 */
export function turnCallsAway(
  server: FastifyInstance,
  isCall: (address: string) => boolean,
  { shedder, log, requests }: { shedder: LoadShedder; log: Log; requests: RequestMetrics },
): void {
  const refusalOf = ({ method, headers }: IncomingMessage, route: string): DomainError | undefined =>
    method === 'POST' && headers.origin === undefined && isCall(route) ? shedder.turnAway() : undefined;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- the very function that listens; it reads no `this`
  server.server.removeListener('request', server.routing);
  server.server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    if (!shedder.isFull) return server.routing(request, response); // nearly always
    const url = routeAddress(request);
    const [route = '/'] = url.split('?', 1);
    const refusal = refusalOf(request, route);
    if (!refusal) return server.routing(request, response);
    const requestId = randomUUID();
    const { status, headers, text } = wholeReply(url, refusal, requestId);
    response.writeHead(status, headers).end(text);
    log.turnedAway({ requestId, route, status, errorCode: refusal.code });
    requests.turnedAway(route, status, refusal.code);
  });
}
