import path from 'node:path';
import { Writable } from 'node:stream';
import { Log, readEnvironment } from '@radiant/nest-kit';
import { startPublicApi } from '@radiant/public-api';
import type { Gateway } from '@radiant/public-api/testing';

export interface ListeningReplica {
  readonly url: string;
  readonly logLines: readonly string[];
  close(): Promise<void>;
}

/** A second public API beside the gateway's, with variables and a disk of its own, that keeps what it logs. */
export async function replicaOf(
  gateway: Gateway,
  name: string,
  variables: Readonly<Record<string, string>>,
): Promise<ListeningReplica> {
  const logLines: string[] = [];
  const lines = new Writable({
    write(chunk: Buffer, _encoding, done) {
      logLines.push(chunk.toString());
      done();
    },
  });
  const directory = path.join(gateway.directory, name);
  const environment = readEnvironment({ ...gateway.variables, RADIANT_DATA_DIR: directory, ...variables });
  const api = await startPublicApi(environment, new Log(name, 'debug', lines));
  return { url: `http://127.0.0.1:${api.port}`, logLines, close: () => api.close() };
}

/** The address of a port of this machine where nobody listens. */
export const NOBODY = 'http://127.0.0.1:9';
