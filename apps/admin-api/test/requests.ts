import path from 'node:path';
import { Writable } from 'node:stream';
import { Log, readEnvironment } from '@radiant/nest-kit';
import { startPublicApi } from '@radiant/public-api';
import { MODEL, type Gateway } from '@radiant/public-api/testing';
import { call, type Answer, type CallOptions } from './administration.js';

export const PROMPT = 'Patient Jane Doe, MRN 00482913, asks whether ibuprofen is safe.';

/** `error` of the envelope, or of OpenAI's form. */
export const errorOf = ({ text }: Answer): Readonly<Record<string, unknown>> =>
  (JSON.parse(text) as { error: Readonly<Record<string, unknown>> }).error;

/** A native chat call. @param extra further fields of the body. */
export const chat = (
  url: string,
  as: string,
  content: string = PROMPT,
  extra: object = {},
  headers: CallOptions['headers'] = {},
): Promise<Answer> =>
  call(url, 'POST', '/api/v2/chat/completions', {
    as,
    headers,
    body: { model: MODEL, messages: [{ role: 'user', content }], ...extra },
  });

/** What the model said. */
export const saidBy = ({ data }: Answer): string => data.choices[0].message.content;

/** The status of a call that needs `model.read` and nothing else. */
export const statusOf = async (url: string, as: string): Promise<number> =>
  (await call(url, 'GET', '/api/v2/models', { as })).status;

export interface Replica {
  readonly url: string;
  close(): Promise<void>;
}

/** A second process of the public API on the gateway's stores, with a disk of its own. */
export async function startReplica(gateway: Gateway): Promise<Replica> {
  const environment = readEnvironment({
    ...gateway.variables,
    RADIANT_DATA_DIR: path.join(gateway.directory, 'replica'),
  });
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const api = await startPublicApi(environment, new Log('test-replica', 'error', silent));
  return { url: `http://127.0.0.1:${api.port}`, close: () => api.close() };
}
