import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A chat request as it arrived. */
export interface AskedChat {
  readonly stream?: boolean;
  readonly messages: readonly object[];
  readonly tools?: readonly object[];
}

/** A provider of OpenAI's shape that answers as the test at hand says, byte for byte. */
export interface ScriptedProvider {
  readonly url: string;
  answer: (response: ServerResponse, asked: AskedChat) => void;
  close(): Promise<void>;
}

export async function startScriptedProvider(): Promise<ScriptedProvider> {
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => provider.answer(response, JSON.parse(Buffer.concat(pieces).toString() || '{}')));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const provider: ScriptedProvider = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answer: (response) => void response.writeHead(500).end(),
    close: async () => {
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  };
  return provider;
}

const HEAD = { id: 'chatcmpl-1', created: 1, model: 'm' };

/** A whole answer. */
export const whole = (message: object): string =>
  JSON.stringify({
    ...HEAD,
    choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: 'stop' }],
  });

/** One event of a streamed answer. */
export const event = (data: object | string): string =>
  `data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;

/** A piece of one choice. */
export const piece = (delta: object, finish_reason: string | null = null, index = 0): string =>
  event({ ...HEAD, choices: [{ index, delta, finish_reason }] });

export const DONE = event('[DONE]');

/** A streamed answer whose text comes `size` characters at a time. */
export const streamOf = (text: string, size: number): string =>
  [...text.matchAll(new RegExp(`[^]{1,${size}}`, 'gu'))].map(([content]) => piece({ content })).join('') +
  piece({}, 'stop') +
  DONE;

/** Begins the stream of an answer. */
export const streaming = (response: ServerResponse): ServerResponse =>
  response.writeHead(200, { 'content-type': 'text/event-stream' });
