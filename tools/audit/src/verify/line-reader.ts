import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { NotUnderstood } from '../not-understood.js';

const NEWLINE = 0x0a;
const CHUNK_BYTES = 256 * 1024;
/** No line of ours comes near. */
const LONGEST_LINE_BYTES = 16 * 1024 * 1024;

/** Lines that were read at once, and whether the last one lacks its line break: the file was cut off there. */
export interface Lines {
  readonly lines: readonly string[];
  readonly cutOff: boolean;
}

/** Reads a file a chunk at a time, and hashes it on the way. */
export class LineReader {
  private readonly hash = createHash('sha256');
  private bytes = 0;

  constructor(private readonly file: string) {}

  /** @throws NotUnderstood when the file is no text with lines. */
  async *read(): AsyncGenerator<Lines, void, undefined> {
    let held: Buffer = Buffer.alloc(0);
    const chunks: AsyncIterable<Buffer> = createReadStream(this.file, { highWaterMark: CHUNK_BYTES });
    for await (const chunk of chunks) {
      this.hash.update(chunk);
      this.bytes += chunk.length;
      const text = held.length > 0 ? Buffer.concat([held, chunk]) : chunk;
      const end = text.lastIndexOf(NEWLINE);
      if (end >= 0) yield { lines: text.toString('utf8', 0, end).split('\n'), cutOff: false };
      held = text.subarray(end + 1);
      if (held.length > LONGEST_LINE_BYTES) throw new NotUnderstood(`${this.file} holds no lines of JSON`);
    }
    if (held.length > 0) yield { lines: [held.toString('utf8')], cutOff: true };
  }

  /** Of the whole file, once all of it was read. */
  finish(): { readonly sha256: string; readonly bytes: number } {
    return { sha256: this.hash.digest('hex'), bytes: this.bytes };
  }
}
