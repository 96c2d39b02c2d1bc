import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { type Child, startChild } from '../machine/child.js';
import { PROGRAM } from '../places.js';
import type { EnginesReady } from './engines-process.js';

export type Engines = EnginesReady & { readonly child: Child };
export interface Upstream {
  readonly url: string;
  readonly child: Child;
}

/** PostgreSQL and the DynamoDB-compatible store in memory, on the load core. */
export async function startEngines(directory: string): Promise<Engines> {
  const { child, message } = await startRole('engines', directory, [path.join(directory, 'postgres')]);
  if (!isReady(message)) throw new Error('the engines did not say where they are');
  return { child, ...message };
}

export async function startUpstream(directory: string): Promise<Upstream> {
  const { child, message } = await startRole('upstream', directory, []);
  if (!('port' in message)) throw new Error('the fake upstream did not say where it is');
  return { child, url: `http://127.0.0.1:${Number(message.port)}` };
}

const isReady = (message: object): message is EnginesReady =>
  'superuserUrl' in message && 'postgresPid' in message && 'dynamoEndpoint' in message;

/** Starts this program in another role and waits until it says that it is ready. */
async function startRole(
  role: string,
  parent: string,
  rest: readonly string[],
): Promise<{ child: Child; message: object }> {
  const directory = path.join(parent, role);
  mkdirSync(directory);
  const argv = [process.execPath, PROGRAM, `--role=${role}`, ...rest];
  const child = startChild({ argv, env: {}, directory, ipc: true });
  const message = await new Promise<object>((resolve, reject) => {
    child.process.once('message', (value) => {
      if (typeof value === 'object' && value !== null) resolve(value);
    });
    child.process.once('exit', () => reject(new Error(`the ${role} process ended at its start, see ${directory}/log`)));
  });
  return { child, message };
}
