import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What becomes of a request; the first part of its path says which. */
export const FAULTS = {
  /** The connection is closed without a word. */
  reset: (_, response) => void response.destroy(),
  /** A stream that begins and is closed before it says anything. */
  'reset-early': (_, response) => {
    response.writeHead(200, STREAM);
    response.write(ROLE, () => response.destroy());
  },
  /** Nothing is ever answered. */
  silent: () => undefined,
  /** A stream that begins and then says nothing. */
  'stall-early': (_, response) => void response.writeHead(200, STREAM).write(ROLE),
  /** A good status and something that no client could read. */
  garbage: (_, response) => void response.writeHead(200, STREAM).end('data: <html>Jane</html>\n\n'),
  'status-429': (_, response) => void response.writeHead(429, { 'retry-after': '1' }).end('slowly'),
  'status-500': (_, response) => void response.writeHead(500).end('failed'),
  'status-503': (_, response) => void response.writeHead(503).end('overloaded'),
  /** An answer that is closed in its midst. */
  cut: (request, response, forward) => forward(request, response, () => void response.destroy()),
  /** An answer that stops in its midst. */
  stall: (request, response, forward) => forward(request, response, () => undefined),
} as const satisfies Record<string, Answer>;
export type Fault = keyof typeof FAULTS;

const STREAM = { 'content-type': 'text/event-stream' };
const ROLE = `data: {"id":"x","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}\n\n`;
/** Bytes of an answer that come before it breaks: about half of those in the tests. */
const BEFORE_BREAK = 700;

type Forward = (request: Received, response: ServerResponse, broken: () => void) => Promise<void>;
type Answer = (request: Received, response: ServerResponse, forward: Forward) => void | Promise<void>;

/** One request as it arrived. */
export interface Received {
  /** What stands before `/v1` in its path. */
  readonly fault: string;
  readonly path: string;
  readonly body: string;
}

/** A server between the gateway and a provider that breaks in the way that the address names: `http://…/reset`. */
export interface FaultProxy {
  readonly url: string;
  readonly requests: readonly Received[];
  /** Of one fault. */
  count(fault: string): number;
  /** A fault that comes and goes: for `…/sometimes`, asked for each request; undefined: it is answered. */
  sometimes: () => Fault | undefined;
  close(): Promise<void>;
}

/** @param upstreamUrl of the provider that answers what is not broken. */
export async function startFaultProxy(upstreamUrl: string): Promise<FaultProxy> {
  const requests: Received[] = [];
  const forward = async (
    { path, body }: Received,
    response: ServerResponse,
    broken: (() => void) | undefined,
  ): Promise<void> => {
    const answer = await fetch(upstreamUrl + path, { method: 'POST', body, headers: JSON_BODY });
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
    const whole = await answer.text();
    if (!broken) response.end(whole);
    else response.write(whole.slice(0, BEFORE_BREAK), broken);
  };
  const server = http.createServer((request, response) => void answer(request, response));
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, name = '', path = ''] = /^\/([^/]+)(\/.*)$/.exec(request.url ?? '') ?? [];
    const received = { fault: name, path, body: await text(request) };
    requests.push(received);
    const fault = name === 'sometimes' ? proxy.sometimes() : isFault(name) ? name : undefined;
    if (fault === undefined) return forward(received, response, undefined);
    await FAULTS[fault](received, response, forward);
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy: FaultProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    count: (fault) => requests.filter((each) => each.fault === fault).length,
    sometimes: () => undefined,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return proxy;
}

const JSON_BODY = { 'content-type': 'application/json' };

const isFault = (name: string): name is Fault => name in FAULTS;
