import { Writable } from 'node:stream';
import { Log, readEnvironment } from '@radiant/nest-kit';
import { startGateway, type Gateway } from '@radiant/public-api/testing';
import { startAdminApi } from '../src/start-admin-api.js';

export interface CallOptions {
  /** A token or key; undefined: none is shown. */
  readonly as?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  /** `data` of the envelope. */
  readonly data: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- answers are looked into freely here
}

/** The administration beside a gateway, on the same stores, as `npm start` runs them. */
export interface Administration {
  readonly gateway: Gateway;
  readonly url: string;
  readonly logLines: readonly string[];
  /** A super administrator whose home is the clinic. */
  readonly root: string;
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
  close(): Promise<void>;
}

export async function startAdministration(
  options: { readonly variables?: Record<string, string>; readonly gateway?: Gateway } = {},
): Promise<Administration> {
  const gateway = options.gateway ?? (await startGateway({ variables: options.variables }));
  const logLines: string[] = [];
  const environment = readEnvironment({
    ...gateway.variables,
    DATABASE_URL: gateway.adminDatabaseUrl,
    ...options.variables,
  });
  const api = await startAdminApi(environment, new Log('test-admin', 'debug', collect(logLines)));
  const url = `http://127.0.0.1:${api.port}`;
  return {
    gateway,
    url,
    logLines,
    root: await gateway.token({ userId: 'root', groups: ['super_admin'] }),
    call: (method, path, { as, body, headers } = {}) => call(url, method, path, { as, body, headers }),
    close: async () => {
      await api.close();
      if (!options.gateway) await gateway.close();
    },
  };
}

/** One request over HTTP, read to its end. */
export async function call(url: string, method: string, path: string, options: CallOptions): Promise<Answer> {
  const { as, body, headers } = options;
  const response = await fetch(url + path, {
    method,
    headers: {
      ...(as !== undefined && { authorization: `Bearer ${as}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  const json = response.headers.get('content-type')?.startsWith('application/json') ? JSON.parse(text) : undefined;
  return { status: response.status, text, data: json?.data };
}

const collect = (lines: string[]): Writable =>
  new Writable({
    write(chunk: Buffer, _, done) {
      lines.push(chunk.toString());
      done();
    },
  });
