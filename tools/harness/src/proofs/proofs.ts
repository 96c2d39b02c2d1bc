import type { Finding } from '../finding.js';
import { cuts } from './cuts.js';
import { disk } from './disk.js';
import { exportFiles } from './export.js';
import { duplicates } from './duplicates.js';
import { kill } from './kill.js';
import { outage } from './outage.js';
import { memory } from './memory.js';
import { overload } from './overload.js';
import { rates } from './rates.js';
import { stalls } from './stalls.js';
import { stop } from './stop.js';
import { streams } from './streams.js';

export interface Proof {
  readonly title: string;
  /** @param size how many streams or rows, for the proof that opens or exports them. */
  readonly run: (quick: boolean, size?: number) => Promise<readonly Finding[]>;
}

export const PROOFS: ReadonlyMap<string, Proof> = new Map([
  ['duplicates', { title: 'Calls repeated under one Idempotency-Key', run: duplicates }],
  ['kill', { title: 'Processes ended by SIGKILL under load', run: kill }],
  ['outage', { title: 'PostgreSQL ended by SIGKILL under load', run: outage }],
  ['disk', { title: 'A full disk under the usage files', run: disk }],
  ['cuts', { title: 'Streams cut by callers and by the upstream', run: cuts }],
  ['rates', { title: 'More calls than the limit at three replicas', run: rates }],
  ['streams', { title: 'Streams open at the same time, each with its own nonce and PHI', run: streams }],
  ['memory', { title: 'Readers who stop, and streams that are left', run: memory }],
  ['overload', { title: 'Three times the calls that one process can take', run: overload }],
  ['stalls', { title: 'Bodies that are made to hold other calls up', run: stalls }],
  ['stop', { title: 'SIGTERM under open streams', run: stop }],
  ['export', { title: 'Usage and the trail exported as files', run: exportFiles }],
]);
