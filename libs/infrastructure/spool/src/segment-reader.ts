import { createReadStream } from 'node:fs';
import { nothingIfMissing } from './disk.js';
import { decodeFrame, isTorn } from './frame.js';
import { listSegments, pathOf, type Segment } from './segment.js';

const READ_BYTES = 256 * 1024;
const NEWLINE = 0x0a;

interface Place {
  readonly segment: Segment;
  /** In bytes from the start of the file. */
  readonly offset: number;
}

/** Bytes that are no record. */
export interface UnreadableBytes extends Place {
  /**
   * `torn`: the end of a write that was cut off; it was never acknowledged (or is being written right now).
   * `corrupt`: what was written there can't be read any more.
   */
  readonly kind: 'torn' | 'corrupt';
  readonly bytes: number;
}

export interface StoredRecord extends Place {
  readonly kind: 'record';
  readonly record: string;
}

export type SegmentEntry = StoredRecord | UnreadableBytes;

/**
 * Everything in all segments of a log, in the order of writing, damage included. Memory holds one record at a time.
 * @throws DomainError `validation_error` for a name no log can have, `service_unavailable`
 */
export async function* readSegments(directory: string, name: string): AsyncGenerator<SegmentEntry> {
  for (const segment of await listSegments(directory, name)) yield* readSegment(segment);
}

/**
 * Everything in one segment; nothing when it is gone. Behind damage it goes on with the next line.
 * @throws DomainError `service_unavailable`
 */
export async function* readSegment(segment: Segment): AsyncGenerator<SegmentEntry> {
  for await (const { offset, bytes, ended } of linesOf(pathOf(segment))) {
    const record = ended ? decodeFrame(bytes) : undefined;
    if (record !== undefined) yield { kind: 'record', segment, offset, record };
    else if (ended) yield { kind: 'corrupt', segment, offset, bytes: bytes.length + 1 };
    else yield { kind: isTorn(bytes) ? 'torn' : 'corrupt', segment, offset, bytes: bytes.length };
  }
}

interface Line {
  readonly offset: number;
  /** Without the newline. */
  readonly bytes: Buffer;
  /** Whether there was one. */
  readonly ended: boolean;
}

async function* linesOf(file: string): AsyncGenerator<Line> {
  let offset = 0;
  let begun: Buffer[] = [];
  for await (const chunk of chunksOf(file)) {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      const bytes = Buffer.concat([...begun, chunk.subarray(from, end)]);
      yield { offset, bytes, ended: true };
      offset += bytes.length + 1;
      begun = [];
      from = end + 1;
    }
    if (from < chunk.length) begun.push(chunk.subarray(from));
  }
  if (begun.length > 0) yield { offset, bytes: Buffer.concat(begun), ended: false };
}

async function* chunksOf(file: string): AsyncGenerator<Buffer> {
  const stream: AsyncIterable<Buffer> = createReadStream(file, { highWaterMark: READ_BYTES });
  try {
    yield* stream;
  } catch (error) {
    nothingIfMissing(error);
  }
}
