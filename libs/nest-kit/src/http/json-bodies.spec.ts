import { afterEach, beforeEach, expect, it } from '@jest/globals';
import Fastify, { type FastifyInstance } from 'fastify';
import { takeJsonBodies } from './json-bodies.js';

let server: FastifyInstance;
beforeEach(() => {
  server = Fastify();
  takeJsonBodies(server);
  server.setErrorHandler((error: Error, _request, reply) => reply.status(400).send(error.message));
  server.post('/', ({ body }) => ({ body }));
});
afterEach(() => server.close());

const posted = async (payload: string): Promise<string> =>
  (await server.inject({ method: 'POST', url: '/', headers: { 'content-type': 'application/json' }, payload })).body;

it.each(['{"a":{"__proto__":{"b":1}}}', '{"\\u005f_proto__":1}', '{"constructor":{"prototype":{"b":1}}}'])(
  'refuses %s for the key that it has',
  async (body) => {
    expect(await posted(body)).toBe(
      'the body must have no key named __proto__, and no constructor with a key named prototype',
    );
  },
);

it('refuses what is no JSON for that, whatever it holds, and takes such a word as a value', async () => {
  expect(await posted('{"__proto__":')).not.toContain('prototype');
  expect(await posted('{"content":"__proto__ and constructor.prototype"}')).toBe(
    '{"body":{"content":"__proto__ and constructor.prototype"}}',
  );
});
