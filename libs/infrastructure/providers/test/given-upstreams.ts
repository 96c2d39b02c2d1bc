import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect, type AddressInfo, type Socket } from 'node:net';
import path from 'node:path';
import type { TLSSocket } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { UpstreamSecrets } from '@radiant/inference';
import { DomainError } from '@radiant/kernel';
import type { Provider } from '@radiant/registry';
import { BARE_PROVIDER } from '@radiant/registry/testing';
import { UndiciModelProvider } from '../src/undici-model-provider.js';
import type { UpstreamRules } from '../src/upstreams.js';

const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), 'certificates');
export const pem = (name: string): string => readFileSync(path.join(folder, name), 'utf8');

export const DEADLINES = { connectMs: 2_000, firstByteMs: 5_000, idleMs: 5_000, totalMs: 10_000 };

/** Holds what a test gives it. */
export class GivenSecrets extends UpstreamSecrets {
  renewed = 0;
  constructor(readonly secrets: Record<string, string> = {}) {
    super();
  }
  async read(reference: string): Promise<string> {
    const secret = this.secrets[reference];
    if (secret === undefined) throw new DomainError('service_unavailable', 'a secret of the provider can not be read');
    return secret;
  }
  renew(reference: string): Promise<string> {
    this.renewed += 1;
    return this.read(reference);
  }
}

/** A server that notes its connections and what it was asked. */
export interface Listener {
  readonly origin: string;
  readonly port: number;
  readonly requests: { readonly url: string; readonly headers: IncomingMessage['headers']; readonly client: string }[];
  connections: number;
  close(): Promise<void>;
}

const ok: RequestListener = (_, response) => response.end('{}');

export function listen(answer: RequestListener = ok): Promise<Listener> {
  return listening(createServer(), 'http', answer);
}

/** With a certificate of the test authority. @param mutual whether it asks for one, too. */
export function listenTls(mutual = false, answer: RequestListener = ok): Promise<Listener> {
  const server = createTlsServer({
    cert: pem('server.pem'),
    key: pem('server.key'),
    ...(mutual && { ca: pem('ca.pem'), requestCert: true, rejectUnauthorized: true }),
  });
  return listening(server, 'https', answer);
}

async function listening(server: Server, protocol: string, answer: RequestListener): Promise<Listener> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const listener: Listener = {
    origin: `${protocol}://127.0.0.1:${port}`,
    port,
    requests: [],
    connections: 0,
    close: async () => {
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  };
  server.on('connection', () => (listener.connections += 1));
  server.on('request', (request: IncomingMessage, response) => {
    request.resume();
    const client = protocol === 'https' ? (request.socket as TLSSocket).getPeerCertificate().subject?.CN : undefined;
    listener.requests.push({ url: request.url ?? '', headers: request.headers, client: String(client ?? '') });
    answer(request, response);
  });
  return listener;
}

/** A proxy that opens every tunnel to one place, whatever it is asked for. */
export interface Proxy {
  readonly url: string;
  /** What it was asked for, and with which authorization. */
  readonly asked: { readonly target: string; readonly authorization: string | undefined }[];
  close(): Promise<void>;
}

export async function listenProxy(port: number, status = '200 Connection Established'): Promise<Proxy> {
  const asked: Proxy['asked'] = [];
  const open = new Set<Socket>();
  const server = createServer().on('connect', (request: IncomingMessage, socket: Socket) => {
    asked.push({ target: request.url ?? '', authorization: request.headers['proxy-authorization'] });
    open.add(socket.on('error', () => undefined));
    socket.write(`HTTP/1.1 ${status}\r\n\r\n`);
    if (!status.startsWith('200')) {
      socket.end();
      return;
    }
    const upstream = connect(port, '127.0.0.1', () => socket.pipe(upstream).pipe(socket));
    open.add(upstream.on('error', () => undefined));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: async () => {
      for (const socket of open) socket.destroy();
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  };
}

/** A row of the registry. */
export const providerAt = (baseUrl: string | undefined, over: Partial<Provider> = {}): Provider => ({
  ...BARE_PROVIDER,
  baseUrl,
  ...over,
});

/** What a call to the provider answers, or the failure in our words. */
export async function ask(
  provider: Provider,
  rules: Partial<UpstreamRules> = {},
  secrets: UpstreamSecrets = new GivenSecrets(),
): Promise<string> {
  const client = new UndiciModelProvider(
    { defaultBaseUrl: 'https://default.example', deadlines: DEADLINES, ...rules },
    secrets,
  );
  try {
    return await answerOf(client, provider);
  } finally {
    await client.close();
  }
}

export async function answerOf(client: UndiciModelProvider, provider: Provider): Promise<string> {
  const { signal } = new AbortController();
  try {
    return await client.complete({ provider, path: '/v1/chat/completions', body: '{}', signal });
  } catch (error) {
    return error instanceof DomainError ? `${error.code}: ${error.message}` : String(error);
  }
}
