import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { RecordedRequest, Recorder } from './recorder.js';

const CREDENTIAL_HEADERS = ['authorization', 'proxy-authorization', 'x-api-key', 'api-key', 'cookie'];

/** Makes every request under /v1 be recorded as it came, and every connection and hang-up be counted. */
export function recordingHooks(
  app: FastifyInstance,
  recorder: Recorder,
): { clientGone(reply: FastifyReply): AbortSignal } {
  const signals = new WeakMap<object, AbortSignal>();
  app.server.on('connection', () => {
    recorder.connections += 1;
  });
  // Bodies stay text: what is recorded has to be what was sent, whatever its content type.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  app.addHook('onRequest', async (_request, reply) => {
    signals.set(reply, recorder.watch(reply.raw));
  });
  app.addHook('preHandler', async (request) => {
    if (request.url.startsWith('/v1/')) recorder.record(recorded(request));
  });
  return { clientGone: (reply) => signals.get(reply) ?? recorder.watch(reply.raw) };
}

function recorded(request: FastifyRequest): RecordedRequest {
  const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]);
  return {
    method: request.method,
    path: request.url,
    headers: Object.fromEntries(headers.filter(([name]) => !CREDENTIAL_HEADERS.includes(name))),
    credentials: CREDENTIAL_HEADERS.filter((name) => request.headers[name] !== undefined),
    body: typeof request.body === 'string' ? request.body : '',
  };
}
