import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { until } from '@radiant/embedded/testing';
import { MODEL, startGateway, type Gateway } from './gateway.js';

jest.setTimeout(180_000);

/** What LiteLLM says of a call to Anthropic whose prompt was read from and written to a cache. */
const CACHED = {
  prompt_tokens: 250_000,
  completion_tokens: 500,
  total_tokens: 250_500,
  prompt_tokens_details: { cached_tokens: 100_000 },
  cache_creation_input_tokens: 50_000,
};

/** Seven tokens. */
const SAID = 'It is, with some exceptions.';

let usage: object = CACHED;
let upstream: Server;
let gateway: Gateway;

beforeAll(async () => {
  upstream = createServer((request, response) => {
    let asked = '';
    request.on('data', (bytes: Buffer) => (asked += bytes.toString()));
    request.once('end', () => {
      if (asked.includes('"stream":true')) {
        const choices = [{ index: 0, delta: { role: 'assistant', content: SAID }, finish_reason: null }];
        response.setHeader('content-type', 'text/event-stream');
        response.write(`data: ${JSON.stringify({ id: 'x', created: 1, choices, usage })}\n\n`, () =>
          response.destroy(),
        );
        return;
      }
      const choices = [{ index: 0, message: { role: 'assistant', content: 'No.' }, finish_reason: 'stop' }];
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ id: 'x', object: 'chat.completion', created: 1, choices, usage }));
    });
  });
  await new Promise<void>((listening) => upstream.listen(0, '127.0.0.1', listening));
  const { port } = upstream.address() as AddressInfo;
  gateway = await startGateway({ variables: { LITELLM_URL: `http://127.0.0.1:${port}` } });
  await gateway.sql(
    `insert into model_prices (model_id, version, effective_from, input_picos, cached_input_picos, output_picos,
       other_rates, tiers, markup_basis_points)
     values ($1, 2, now(), 3000000, 300000, 15000000, '{"cache_write_tokens": "3750000", "requests": "7"}',
       '[{"above_input_tokens": 200000, "rates": {"input_tokens": "6000000", "cache_write_tokens": "7500000"}}]', 500)`,
    [MODEL],
  );
  await until(record, ({ priceVersion }) => priceVersion === 2); // replicas read the registry again within five seconds
});
afterAll(async () => {
  await gateway.close();
  upstream.close();
});

const record = async (stream = false): Promise<Record<string, unknown>> => {
  const response = await gateway.send('/v1/chat/completions', {
    method: 'POST',
    body: JSON.stringify({ model: MODEL, messages: [{ role: 'user', content: 'Is ibuprofen safe?' }], stream }),
  });
  expect(response.status).toBe(200);
  await response.text();
  await gateway.settled();
  const page = await gateway.send('/api/v2/usage/records?limit=1');
  const { data } = (await page.json()) as { data: { records: Record<string, unknown>[] } };
  return data.records[0] ?? {};
};

describe('the parts of a call', () => {
  it('are each priced by their own rate in the tier of the whole prompt, and told', async () => {
    usage = CACHED;
    const cost = 100_000n * 6_000_000n + 100_000n * 300_000n + 50_000n * 7_500_000n + 500n * 15_000_000n + 7n;
    expect(await record()).toMatchObject({
      inputTokens: 150_000,
      cachedInputTokens: 100_000,
      outputTokens: 500,
      reasoningTokens: 0,
      totalTokens: 250_500,
      detail: { cacheWriteTokens: 50_000 },
      cost: `${cost / 10n ** 12n}.${(cost % 10n ** 12n).toString().padStart(12, '0')}`,
      estimated: false,
      priceVersion: 2,
      markupBasisPoints: 500,
    });
  });

  it.each([
    ['contradict each other', { ...CACHED, total_tokens: 1 }],
    ['have no price of their own', { ...CACHED, completion_tokens_details: { audio_tokens: 10 } }],
    ['are missing', {}],
    ['are negative', { prompt_tokens: -1, completion_tokens: -1 }],
  ])('are never believed silently where they %s, and never free', async (_, sent) => {
    usage = sent;
    const { estimated, cost } = await record();
    expect(estimated).toBe(true);
    expect(Number(cost)).toBeGreaterThan(0);
  });

  it('of a stream that broke off are those that arrived at least, whatever was counted before', async () => {
    usage = { prompt_tokens: 9, completion_tokens: 0 };
    expect(await record(true)).toMatchObject({ inputTokens: 9, outputTokens: 7, estimated: true });
  });
});
