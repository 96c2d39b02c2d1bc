import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '@radiant/embedded/testing';
import { MODEL, startGateway, type Gateway } from './gateway.js';

const NAME = 'Zoë O’Neill';
const SAID = 'Hé 😀 ';

/** A provider that repeats the placeholder it saw in every text that an answer has. */
let provider: Server;
let gateway: Gateway;
beforeAll(async () => {
  provider = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const { stream, messages } = JSON.parse(Buffer.concat(pieces).toString() || '{"messages":[]}');
      const [placeholder = 'nobody'] = /\[PHI_NAME_\d+\]/.exec(JSON.stringify(messages)) ?? [];
      const text = SAID + placeholder;
      const call = {
        id: 'c',
        type: 'function',
        function: { name: 'look', arguments: JSON.stringify({ [text]: text }) },
      };
      const said = { role: 'assistant', content: text, refusal: text, reasoning: text };
      const head = { id: 'x', created: 1, model: 'm' };
      if (!stream) {
        const message = { ...said, tool_calls: [call] };
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ ...head, choices: [{ index: 0, message, finish_reason: 'stop' }] }));
        return;
      }
      const deltas = [said, { tool_calls: [{ index: 0, ...call }] }].map((delta) => ({
        index: 0,
        delta,
        finish_reason: null,
      }));
      const chunks = [...deltas, { index: 0, delta: {}, finish_reason: 'stop' }].map((choice) => ({
        ...head,
        choices: [choice],
      }));
      const bytes = Buffer.from(
        `${chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join('')}data: [DONE]\n\n`,
      );
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const byte of bytes) response.write(Buffer.of(byte)); // also within a character, an escape and a placeholder
      response.end();
    });
  });
  provider.listen(0, '127.0.0.1');
  await once(provider, 'listening');
  const { port } = provider.address() as AddressInfo;
  gateway = await startGateway({ variables: { LITELLM_URL: `http://127.0.0.1:${port}` } });
});
afterAll(async () => {
  await gateway.close();
  provider.close();
});

interface Said {
  readonly content?: string | null;
  readonly refusal?: string | null;
  readonly reasoning_content?: string;
  readonly tool_calls?: readonly { readonly function: { readonly arguments?: string } }[];
}

const answers = async (stream: boolean, tenant = gateway.clinic): Promise<Said[]> => {
  const response = await gateway.send('/v1/chat/completions', {
    method: 'POST',
    tenant,
    body: JSON.stringify({ model: MODEL, stream, messages: [{ role: 'user', content: `Patient: ${NAME}\nasks.` }] }),
  });
  const text = await response.text();
  expect(response.status).toBe(200);
  if (!stream) return [JSON.parse(text).choices[0].message];
  const events = text.split('\n\n').filter((event) => event.startsWith('data: {'));
  return events.flatMap((event) => JSON.parse(event.slice(6)).choices.map(({ delta }: { delta: Said }) => delta));
};
const joined = (said: readonly Said[], field: (each: Said) => string | null | undefined): string =>
  said.map((each) => field(each) ?? '').join('');

const argumentsOf = (said: readonly Said[]): string =>
  joined(said, (each) => each.tool_calls?.map((call) => call.function.arguments ?? '').join(''));

describe('an answer', () => {
  it.each([false, true])('has the originals in every text of it; cut at every byte: %s', async (stream) => {
    const said = await answers(stream);
    const content = joined(said, (each) => each.content);
    expect(content).toMatch(/^Hé 😀 Zoë/);
    expect(joined(said, (each) => each.refusal)).toBe(content);
    expect(joined(said, (each) => each.reasoning_content)).toBe(content);
    expect(JSON.parse(argumentsOf(said))).toEqual({ [content]: content });
    expect(JSON.stringify(said)).not.toContain('PHI_');
  });

  it.each([false, true])('has placeholders in all of them where the policy says so; streamed: %s', async (stream) => {
    const said = await answers(stream, gateway.hospital);
    expect(JSON.stringify(said)).not.toContain('Zoë');
    expect(argumentsOf(said)).toMatch(/PHI_NAME/);
    for (const field of [
      (each: Said) => each.content,
      (each: Said) => each.refusal,
      (each: Said) => each.reasoning_content,
    ]) {
      expect(joined(said, field)).toMatch(/^Hé 😀 \[PHI_NAME_\d{5}\]$/);
    }
  });

  it('has them in its texts alone where the policy keeps them out of tool calls', async () => {
    await gateway.sql(
      `update tenants set phi_config = jsonb_set(phi_config, '{reidentification}',
         '{"allowed": true, "requires_approval": false, "mapping_ttl_hours": 24, "tool_arguments": false}')
       where id = $1`,
      [gateway.clinic.id],
    );
    const kept = async (): Promise<boolean> => /PHI_NAME/.test(argumentsOf(await answers(false)));
    await until(kept); // the policy that is cached here has to reach its age
    for (const stream of [false, true]) {
      const said = await answers(stream);
      expect(joined(said, (each) => each.content)).toMatch(/^Hé 😀 Zoë/);
      expect(argumentsOf(said)).toMatch(/^\{"Hé 😀 \[PHI_NAME_\d{5}\]":"Hé 😀 \[PHI_NAME_\d{5}\]"\}$/);
    }
  });
});
