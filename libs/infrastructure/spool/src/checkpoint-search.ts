import type { Checkpoint } from '@radiant/audit';
import type { FileHandle } from 'node:fs/promises';

/** Longer than any line. */
const CHUNK_BYTES = 4_096;
const NEWLINE = 0x0a;

/**
 * The first checkpoint at or after `sequence` in a file whose lines are in the order of the chain, by halving. A line that
 * is no checkpoint is passed over; what stands before it may then be passed over too, so a later one may be found.
 */
export async function firstAtOrAfter(
  file: FileHandle,
  sequence: number,
  parse: (line: string) => Checkpoint | undefined,
): Promise<Checkpoint | undefined> {
  let found: Checkpoint | undefined;
  let from = 0;
  let to = (await file.stat()).size;
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    const start = middle === from ? from : await afterNewline(file, middle - 1);
    if (start === undefined || start >= to) {
      to = middle;
      continue;
    }
    const line = await lineAt(file, start);
    if (line === undefined) {
      to = middle; // being written, or cut off
      continue;
    }
    const checkpoint = parse(line);
    if (checkpoint && checkpoint.sequence >= sequence) {
      found = checkpoint;
      to = middle;
    } else {
      from = start + Buffer.byteLength(line) + 1;
    }
  }
  return found;
}

async function afterNewline(file: FileHandle, position: number): Promise<number | undefined> {
  const at = (await chunk(file, position)).indexOf(NEWLINE);
  return at < 0 ? undefined : position + at + 1;
}

async function lineAt(file: FileHandle, start: number): Promise<string | undefined> {
  const bytes = await chunk(file, start);
  const end = bytes.indexOf(NEWLINE);
  return end < 0 ? undefined : bytes.subarray(0, end).toString('utf8');
}

async function chunk(file: FileHandle, position: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(CHUNK_BYTES), 0, CHUNK_BYTES, position);
  return buffer.subarray(0, bytesRead);
}
