import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { type Behaviour, layered, readBehaviour, readModelSuffix } from './behaviour.js';
import { lastInput, readChatRequest, readModel } from './chat-request.js';
import { chatBody } from './chat-shapes.js';
import { complete } from './completion.js';
import { embed } from './embeddings.js';
import { Exchange } from './exchange.js';
import { InvalidInput } from './invalid-input.js';
import { isObject, type JsonObject, parseJson, reindent } from './json.js';
import { isLoopback } from './loopback.js';
import { findModel, listModels } from './models.js';
import { moderate } from './moderation.js';
import { recordingHooks } from './recording-hooks.js';
import type { Recorder } from './recorder.js';
import { rerank } from './rerank.js';
import { streamEnd, streamFrames } from './stream-frames.js';
import { errorBody } from './upstream-errors.js';

/** Above any gateway's own cap, since placeholders make a text longer. */
const BODY_LIMIT_BYTES = 16 * 1_024 * 1_024;

/** The routes. `current` gives the behaviour that the process or a test has set; it is asked once for each request. */
export function buildApp(recorder: Recorder, current: () => Partial<Behaviour>): FastifyInstance {
  const app = fastify({ bodyLimit: BODY_LIMIT_BYTES, forceCloseConnections: true, exposeHeadRoutes: false });
  const signals = recordingHooks(app, recorder);

  const exchange = (request: FastifyRequest, reply: FastifyReply, model: string): [Exchange, Behaviour] => {
    const header = (name: string): string | undefined => request.headers[name]?.toString();
    const behaviour = layered(current(), readBehaviour('header', header), readModelSuffix(model));
    reply.hijack();
    return [new Exchange(reply.raw, signals.clientGone(reply), behaviour, recorder), behaviour];
  };

  app.post('/v1/chat/completions', async (request, reply) => {
    const raw = bodyText(request);
    const chat = readChatRequest(readBody(raw));
    const completion = complete(chat, raw);
    const told = lastInput(chat).text;
    const headers = { 'x-request-id': completion.id };
    const [answer, behaviour] = exchange(request, reply, chat.model);
    const { fault, chunkCharacters } = behaviour;
    if (!chat.stream) return answer.sendJson(chatBody(completion, fault !== 'no-usage'), told, headers);
    const plan = { chunkCharacters, includeUsage: chat.includeUsage, fault, told };
    return answer.sendEvents(streamFrames(completion, plan), streamEnd(fault), headers);
  });

  app.post('/v1/embeddings', async (request, reply) => {
    const body = readBody(bodyText(request));
    const { usage, ...vectors } = embed(body);
    const [answer, { fault }] = exchange(request, reply, readModel(body));
    const told = typeof body['input'] === 'string' ? body['input'] : JSON.stringify(body['input']);
    return answer.sendJson({ ...vectors, ...(fault !== 'no-usage' && { usage }) }, told);
  });

  app.post('/v1/moderations', async (request, reply) => {
    const raw = bodyText(request);
    const body = readBody(raw);
    const judged = moderate(body);
    const [answer] = exchange(request, reply, readModel(body));
    return answer.sendJson(judged, raw);
  });

  app.post('/v1/rerank', async (request, reply) => {
    const raw = bodyText(request);
    const body = readBody(raw);
    const { meta, ...ranking } = rerank(body);
    const [answer, { fault }] = exchange(request, reply, readModel(body));
    return answer.sendJson({ ...ranking, ...(fault !== 'no-usage' && { meta }) }, raw);
  });

  app.get('/v1/models', async (request, reply) => {
    const [answer] = exchange(request, reply, '');
    return answer.sendJson(listModels(), '');
  });

  app.get<{ Params: { id: string } }>('/v1/models/:id', async (request, reply) => {
    const model = findModel(request.params.id);
    return (
      model ??
      reply.status(404).send(errorBody('No such demo model.', 'invalid_request_error', 'model_not_found', 'model'))
    );
  });

  const healthy = async (): Promise<JsonObject> => ({ status: 'healthy' });
  app.get('/health', healthy);
  app.get('/health/liveliness', healthy);

  app.get('/demo/requests/last', async (request, reply) => {
    reply.type('text/plain; charset=utf-8');
    if (!isLoopback(request.raw)) return reply.status(403).send('Only this machine may look at the last request.\n');
    const last = recorder.lastChat();
    if (last === undefined) {
      return reply.status(404).send('No chat request has arrived yet: send one, then look here again.\n');
    }
    return `${reindent(last.body)}\n`;
  });

  app.setNotFoundHandler((request, reply) =>
    reply.status(404).send(errorBody(`No route ${request.method} here.`, 'invalid_request_error', 'not_found', null)),
  );
  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof InvalidInput) {
      return reply.status(400).send(errorBody(error.message, 'invalid_request_error', 'invalid_value', error.field));
    }
    const status = isObject(error) && typeof error['statusCode'] === 'number' ? error['statusCode'] : 500;
    return status < 500
      ? reply.status(status).send(errorBody('The request cannot be read.', 'invalid_request_error', null, null))
      : reply.status(500).send(errorBody('The demo provider failed.', 'server_error', null, null));
  });
  return app;
}

function bodyText(request: FastifyRequest): string {
  return typeof request.body === 'string' ? request.body : '';
}

function readBody(text: string): JsonObject {
  const body = parseJson(text);
  if (!isObject(body)) throw new InvalidInput('body', 'a JSON object');
  return body;
}
