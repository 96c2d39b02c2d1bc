import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { MODEL, startGateway, type Gateway } from './gateway.js';

const VALUES = ['219099999', '00482913', '1961-03-14'];
const SCHEMA = {
  type: 'object',
  properties: {
    ssn: { type: 'string', enum: [VALUES[0], '123-45-6789'] },
    again: { type: 'integer', const: 219099999 },
    mrn: { anyOf: [{ type: 'string', examples: [VALUES[1]] }, { type: 'null' }] },
    person: { type: 'object', default: { dob: VALUES[2] } },
    ward: { type: 'string', enum: ['3 East', '10000-1'] },
  },
};
const asked = [{ role: 'user', content: 'Go on.' }];

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());

it.each<[string, object]>([
  [
    '/v1/chat/completions',
    { messages: asked, tools: [{ type: 'function', function: { name: 'f', parameters: SCHEMA } }] },
  ],
  [
    '/v1/chat/completions',
    { messages: asked, response_format: { type: 'json_schema', json_schema: { name: 'f', schema: SCHEMA } } },
  ],
  ['/v1/messages', { max_tokens: 100, messages: asked, tools: [{ name: 'f', input_schema: SCHEMA }] }],
  ['/v1/responses', { store: false, input: 'Go on.', tools: [{ type: 'function', name: 'f', parameters: SCHEMA }] }],
])('a number of a schema on %s that only its property tells is not sent', async (path, body) => {
  gateway.upstream.clear();
  const response = await gateway.send(path, { method: 'POST', body: JSON.stringify({ ...body, model: MODEL }) });
  expect([response.status, await response.text()]).toEqual([200, expect.anything()]);
  const [sent] = gateway.upstream.requests.map((request) => request.body);
  for (const value of [...VALUES, '123-45-6789']) expect(sent).not.toContain(value);
  expect(sent).toMatch(/"enum":\["\[PHI_SSN_\d+\]","\[PHI_SSN_\d+\]"\]/);
  expect(sent).toContain('"enum":["3 East","10000-1"]');
});
