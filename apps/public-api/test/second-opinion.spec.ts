import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { MODEL, startGateway, type Gateway } from './gateway.js';

jest.setTimeout(180_000); // the engines and processes of a busy machine

/** Known to the analyzer of this test alone. */
const ALIAS = 'quokka of bed nine';
const PROMPT = `Patient Jane Doe, also 😀 ${ALIAS}, asks.`;

let analyzer: Server;
let isDown = false;
let gateway: Gateway;
beforeAll(async () => {
  analyzer = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const { text } = JSON.parse(Buffer.concat(pieces).toString()) as { text: string };
      const at = text.indexOf(ALIAS);
      const start = [...text.slice(0, at)].length; // characters, as Python counts
      const found = at < 0 ? [] : [{ entity_type: 'PERSON', start, end: start + ALIAS.length, score: 0.9 }];
      response.writeHead(isDown ? 500 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(found));
    });
  });
  analyzer.listen(0, '127.0.0.1');
  await once(analyzer, 'listening');
  const { port } = analyzer.address() as AddressInfo;
  gateway = await startGateway({ variables: { RADIANT_PRESIDIO_URL: `http://127.0.0.1:${port}` } });
  await gateway.sql(
    `update tenants set phi_config = jsonb_set(phi_config, '{second_opinion_down}', '"rules_only"') where id = $1`,
    [gateway.clinic.id],
  );
});
afterAll(async () => {
  await gateway.close();
  analyzer.close();
});
afterEach(() => {
  isDown = false;
  gateway.upstream.clear();
});

const ask = (tenant = gateway.clinic): Promise<Response> =>
  gateway.send('/v1/chat/completions', {
    method: 'POST',
    tenant,
    body: JSON.stringify({ model: MODEL, messages: [{ role: 'user', content: PROMPT }] }),
  });
const detect = (tenant = gateway.clinic): Promise<Response> =>
  gateway.send('/api/v2/phi/detect', { method: 'POST', tenant, body: JSON.stringify({ text: PROMPT }) });

describe('a second opinion', () => {
  it('hides what the rules miss, and it comes back', async () => {
    const answer = (await (await ask()).json()) as { choices: { message: { content: string } }[] };
    expect(gateway.upstream.requests[0]?.body).not.toMatch(/Jane Doe|quokka/);
    expect(answer.choices[0]?.message.content).toContain(ALIAS);
    const response = await detect();
    const { data } = (await response.json()) as { data: { matches: { startIndex: number; endIndex: number }[] } };
    expect(data.matches.map(({ startIndex, endIndex }) => PROMPT.slice(startIndex, endIndex))).toContain(ALIAS);
    expect(response.headers.get('x-radiant-second-opinion')).toBeNull();
  });

  it('that is down refuses the call of a tenant that wants it, and nothing leaves', async () => {
    isDown = true;
    for (const response of [await ask(gateway.hospital), await detect(gateway.hospital)]) {
      expect(response.status).toBe(503);
      expect(await response.text()).not.toMatch(/Jane|quokka/);
    }
    expect(gateway.upstream.requests).toHaveLength(0);
  });

  it('that is down leaves the rules alone where the policy says so, and never silently', async () => {
    isDown = true;
    const response = await ask();
    expect(response.status).toBe(200);
    expect(gateway.upstream.requests[0]?.body).not.toContain('Jane Doe');
    const events = await gateway.send(`/api/v2/receipts/${response.headers.get('x-request-id')}`);
    expect(await events.json()).toMatchObject({
      data: { receipt: { detectorVersion: expect.stringMatching(/^rules-.*\+presidio-en$/) } },
    });
    expect((await detect()).headers.get('x-radiant-second-opinion')).toBe('down');
  });
});
