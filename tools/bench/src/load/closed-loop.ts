import { nanoseconds } from './clock.js';
import { Connection } from './connection.js';
import { type Endpoint, rawRequest } from './raw-request.js';
import { Samples, type Summary } from './samples.js';

/** A shorter answer is not the upstream's. */
const LEAST_ANSWER_BYTES = 600;
const MOST_ERRORS = 1_000;
const DRAIN_MS = 5_000;

export interface ClosedLoopResult {
  readonly kind: 'closed';
  readonly requests: number;
  readonly errors: number;
  readonly requestsPerSecond: number;
  /** us from writing the request to the last byte of the answer. */
  readonly latency: Summary;
  /** Every latency, in us; empty unless asked for. */
  readonly latencies: readonly number[];
}

export interface ClosedLoopOptions {
  readonly body: string;
  readonly concurrency: number;
  readonly seconds: number;
  readonly keepLatencies?: boolean;
}

/** A fixed number of connections, each asking again as soon as it is answered. */
export async function closedLoop(endpoint: Endpoint, options: ClosedLoopOptions): Promise<ClosedLoopResult> {
  const request = rawRequest(endpoint, options.body);
  const latencies = new Samples();
  let requests = 0;
  let errors = 0;
  let running = true;
  let live = options.concurrency;
  const startedAt = nanoseconds();
  await new Promise<void>((resolve) => {
    const retire = (connection: Connection): void => {
      connection.end();
      if (--live === 0) resolve();
    };
    const connections = Array.from({ length: options.concurrency }, () => {
      const connection: Connection = new Connection(request, {
        onAnswer: (status, bodyBytes) => {
          if (status === 200 && bodyBytes >= LEAST_ANSWER_BYTES) requests++;
          else errors++;
          latencies.add((nanoseconds() - connection.sentAt) / 1e3);
          next(connection);
        },
        onFailure: () => {
          errors++;
          next(connection);
        },
      });
      return connection;
    });
    const next = (connection: Connection): void => {
      if (running && errors < MOST_ERRORS) connection.send();
      else retire(connection);
    };
    for (const connection of connections) connection.send();
    setTimeout(() => {
      running = false;
      setTimeout(() => {
        errors += live;
        for (const connection of connections) connection.end();
        resolve();
      }, DRAIN_MS).unref();
    }, options.seconds * 1e3);
  });
  const seconds = (nanoseconds() - startedAt) / 1e9;
  return {
    kind: 'closed',
    requests,
    errors,
    requestsPerSecond: requests / seconds,
    latency: latencies.summary(),
    latencies: options.keepLatencies ? latencies.list().map(Math.round) : [],
  };
}
