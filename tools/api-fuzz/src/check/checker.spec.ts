import { describe, expect, it } from '@jest/globals';
import { Api } from '../description/api.js';
import type { Reply } from '../run/reply.js';
import { Checker } from './checker.js';

const error = (code: object): object => ({
  type: 'object',
  required: ['error'],
  properties: { error: { type: 'object', required: ['code'], properties: { code, message: { type: 'string' } } } },
});
const json = (schema: object): object => ({ content: { 'application/json': { schema } } });
const THING = { type: 'object', required: ['id'], properties: { id: { type: 'string', format: 'uuid' } } };
const api = new Api(
  'public-api',
  JSON.parse(
    JSON.stringify({
      info: { description: '## Errors\n\n| code | status |\n|---|---|\n| `not_found` | 404 | cause | cure |\n' },
      paths: {
        '/api/v2/things/{id}': {
          get: {
            responses: {
              '200': {
                content: {
                  'application/json': { schema: { $ref: '#/components/schemas/Thing' } },
                  'text/event-stream': { schema: { type: 'string' } },
                },
              },
              '204': { description: 'Nothing' },
              default: json({ $ref: '#/components/schemas/Error' }),
            },
          },
        },
      },
      components: {
        schemas: {
          Thing: THING,
          Error: error({ type: 'string', enum: ['NOT_FOUND', 'CONFLICT'] }),
          OpenAiError: error({ type: 'string', enum: ['not_found'] }),
          AnthropicError: { type: 'object', required: ['type', 'request_id'] },
        },
      },
    }),
  ),
);
const checker = new Checker(api);
const UUID = '5b6f4f3e-4c1f-4d7c-9a5e-0c9f6a3b2d10';

const reply = (status: number, body: unknown, headers: Record<string, string> = {}): Reply => ({
  status,
  headers: { 'x-request-id': UUID, 'content-type': 'application/json; charset=utf-8', ...headers },
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
});
const faultOf = (given: Reply): string | undefined => {
  const [operation] = api.operations;
  if (!operation) throw new Error('the description has no operation');
  return checker.declared(operation, '/api/v2/things/1', given);
};

describe('a reply of an operation', () => {
  it.each([
    ['its answer', reply(200, { id: UUID })],
    ['no body where none is declared', reply(204, '')],
    ['an error of the table', reply(404, { error: { code: 'NOT_FOUND', message: 'no such thing' } })],
    ['a stream', reply(200, 'data: [DONE]\n\n', { 'content-type': 'text/event-stream' })],
  ])('may be %s', (_, given) => {
    expect(faultOf(given)).toBeUndefined();
  });

  it.each([
    ['a failure of the server', reply(500, { error: { code: 'NOT_FOUND' } }), 'status 500'],
    ['without a request id', reply(200, { id: UUID }, { 'x-request-id': '' }), 'no x-request-id'],
    ['of an undeclared status', reply(201, { id: UUID }), 'status 201 is not declared'],
    ['of an undeclared type', reply(200, 'x', { 'content-type': 'text/html' }), '"text/html" is not declared'],
    ['a body where none is declared', reply(204, { id: UUID }), 'has a body'],
    ['no JSON', reply(200, '{"id":'), 'not JSON'],
    ['without a required field', reply(200, {}), 'off its schema'],
    ['with a field of another type', reply(200, { id: 'one' }), 'off its schema'],
    ['with a field that nobody described', reply(200, { id: UUID, secret: 1 }), 'off its schema'],
    ['with a code that is not in the list', reply(404, { error: { code: 'GONE' } }), 'off its schema'],
    ['with a code of another status', reply(409, { error: { code: 'NOT_FOUND' } }), 'and 404 in the table'],
    [
      'a stream that broke',
      reply(200, 'data: {"error":{"code":"internal_error"}}\n\n', { 'content-type': 'text/event-stream' }),
      'the stream broke with internal_error',
    ],
  ])('is a fault when it is %s', (_, given, fault) => {
    expect(faultOf(given)).toContain(fault);
  });
});

describe('a reply at another address', () => {
  it.each([
    ['/api/v2/none', { error: { code: 'NOT_FOUND' } }, true],
    ['/v1/none', { error: { code: 'not_found' } }, true],
    ['/v1/messages/none', { type: 'error', request_id: UUID }, true],
    ['/api/v2/none', { error: { code: 'not_found' } }, false],
    ['/v1/none', { error: { code: 'NOT_FOUND' } }, false],
    ['/v1/messages/none', { error: { code: 'not_found' } }, false],
  ])('at %s in the form %j: right is %s', (address, body, right) => {
    expect(checker.elsewhere(address, 'GET', reply(404, body)) === undefined).toBe(right);
  });
});
