import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { CompletedChat, StreamedChat } from '@radiant/inference';
import type { MappingId } from '@radiant/kernel';
import { causeOf, STREAM_HEADERS, toDomainError, type Log } from '@radiant/nest-kit';
import type { FastifyReply } from 'fastify';
import type { StreamShape } from './answer-shape.js';
import type { Heartbeats } from './heartbeats.js';

/** UTF-16 units. */
const LONG_TEXT = 4_096;

/** Sends one JSON object with the headers of the call. */
export function sendCompletion(reply: FastifyReply, completed: CompletedChat, body: object): FastifyReply {
  return reply
    .headers(callHeaders(reply, completed))
    .header('content-type', 'application/json; charset=utf-8')
    .send(JSON.stringify(body));
}

/**
 * Sends a stream as server-sent events, no faster than the caller reads, and keeps it alive where it says nothing. An
 * error after the first byte is one error event, then the stream ends.
 */
export async function sendStream(
  reply: FastifyReply,
  streamed: StreamedChat,
  written: StreamShape,
  log: Log,
  heartbeats: Heartbeats,
): Promise<void> {
  const { raw } = reply;
  beginStream(reply, callHeaders(reply, streamed));
  const heartbeat = heartbeats.over(raw, written.keepAlive);
  try {
    for (let read = streamed.first; !read.done; read = await streamed.rest.next()) {
      const frames = read.value.map((chunk) => written.chunk(chunk, streamed.model)).join('');
      heartbeat.spoke();
      if (frames !== '' && !raw.write(asWritten(frames))) await drained(raw);
      if (raw.destroyed) break;
    }
    raw.end(written.end());
  } catch (thrown) {
    endWithError(reply, thrown, written, log);
  } finally {
    heartbeat.stop();
    await streamed.rest.return(); // a caller that hung up is billed too
  }
}

/** Sends the head of a stream, unless that was done when it began to wait for its model. */
export function beginStream(reply: FastifyReply, headers: Readonly<Record<string, string>>): void {
  if (reply.raw.headersSent) return;
  reply.hijack();
  reply.raw.writeHead(200, { ...headersOf(reply), ...STREAM_HEADERS, ...headers });
}

/** Ends a stream that has begun with one error event. */
export function endWithError({ raw, request }: FastifyReply, thrown: unknown, written: StreamShape, log: Log): void {
  const error = toDomainError(thrown);
  if (error.code === 'internal_error') log.defect(request.id, error.cause ?? error);
  if (!raw.destroyed) request.failure = error.code;
  request.failureCause = causeOf(error);
  if (raw.destroyed) log.info('stream left by its reader', { requestId: request.id, errorCode: error.code });
  else raw.end(written.failed(error));
}

/** A long text waits for a slow reader in three bytes a character; its own bytes are one, as a rule. */
const asWritten = (frames: string): string | Buffer => (frames.length > LONG_TEXT ? Buffer.from(frames) : frames);

/** Resolves when more may be written, or never will be. */
async function drained(raw: ServerResponse): Promise<void> {
  if (raw.destroyed) return;
  const settled = new AbortController();
  try {
    await Promise.race([
      once(raw, 'drain', { signal: settled.signal }),
      once(raw, 'close', { signal: settled.signal }),
    ]);
  } finally {
    settled.abort();
  }
}

interface CallFacts {
  readonly mappingId: MappingId | undefined;
  readonly overheadMs: number;
}

/** What a reply says of its call besides the answer; the overhead is metered as well. */
export function callHeaders({ request }: FastifyReply, { mappingId, overheadMs }: CallFacts): Record<string, string> {
  request.overheadMs = overheadMs;
  const headers: Record<string, string> = { 'x-radiant-overhead-ms': overheadMs.toFixed(2) };
  if (mappingId !== undefined) headers['x-radiant-phi-mapping-id'] = mappingId;
  return headers;
}

function headersOf(reply: FastifyReply): Record<string, string | number | string[]> {
  const headers: Record<string, string | number | string[]> = {};
  for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) headers[name] = value;
  return headers;
}
