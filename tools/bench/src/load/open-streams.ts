import { Connection } from './connection.js';
import { streamModel, type StreamPlan } from './plans.js';
import { chatBody } from './prompt.js';
import { type Endpoint, rawRequest } from './raw-request.js';
import { Samples, type Summary } from './samples.js';
import { StreamReader } from './stream-reader.js';

export interface StreamsResult {
  readonly kind: 'streams';
  readonly requests: number;
  /** Answers that were cut, refused, not JSON, or held a placeholder that should have been restored. */
  readonly errors: number;
  readonly chunks: number;
  readonly lost: number;
  readonly withoutDone: number;
  readonly withoutUsage: number;
  /** us from writing the request to the first chunk of text. */
  readonly firstToken: Summary;
  /** us from the upstream's write of a chunk to its arrival at the client. */
  readonly transit: Summary;
}

const GRACE_MS = 15_000;

/**
 * Opens the planned number of streams and reads them to the end.
 * @param whenBegun called once, when every stream has had its first chunk, with the number that is still open.
 */
export async function openStreams(
  endpoint: Endpoint,
  plan: StreamPlan,
  whenBegun?: (open: number) => void,
): Promise<StreamsResult> {
  const request = rawRequest(endpoint, chatBody(streamModel(plan), true));
  const firstToken = new Samples();
  const transit = new Samples();
  const totals = { errors: 0, chunks: 0, lost: 0, withoutDone: 0, withoutUsage: 0 };
  let begun = 0;
  let finished = 0;
  await new Promise<void>((resolve) => {
    const connections: Connection[] = [];
    const guard = setTimeout(
      () => {
        totals.errors += plan.streams - finished;
        totals.lost += (plan.streams - finished) * plan.chunks;
        for (const connection of connections) connection.end();
        resolve();
      },
      plan.spread + plan.chunks * plan.interval * 3 + GRACE_MS,
    );
    const begin = (): void => {
      const reader = new StreamReader({
        onChunk: (sentAt, receivedAt) => {
          transit.add((receivedAt - sentAt) / 1e3);
          if (reader.chunks !== 1) return;
          firstToken.add((receivedAt - connection.sentAt) / 1e3);
          if (++begun === plan.streams) whenBegun?.(plan.streams - finished);
        },
      });
      const finish = (failed: boolean): void => {
        connection.end();
        totals.chunks += reader.chunks;
        totals.lost += Math.max(0, plan.chunks - reader.chunks);
        if (failed || reader.broken > 0 || reader.unrestored) totals.errors++;
        if (!reader.done) totals.withoutDone++;
        if (!reader.usage) totals.withoutUsage++;
        if (++finished < plan.streams) return;
        clearTimeout(guard);
        resolve();
      };
      const connection = new Connection(request, {
        onBody: (bytes, from, to, receivedAt) => reader.feed(bytes.toString('latin1', from, to), receivedAt),
        onAnswer: (status) => finish(status !== 200),
        onFailure: () => finish(true),
      });
      connections.push(connection);
      connection.send();
    };
    for (let i = 0; i < plan.streams; i++) setTimeout(begin, Math.floor((i / plan.streams) * plan.spread));
  });
  return {
    kind: 'streams',
    requests: finished,
    ...totals,
    firstToken: firstToken.summary(),
    transit: transit.summary(),
  };
}
