import { Readable } from 'node:stream';

/** Characters that are written at once. */
const PIECE = 32_768;

/** Lines as a stream of few pieces, of which no more than one waits: a write for each line costs more than the line. */
export const inPieces = (lines: AsyncIterable<string>): Readable =>
  Readable.from(pieces(lines), { objectMode: false, highWaterMark: 1 });

async function* pieces(lines: AsyncIterable<string>): AsyncGenerator<Buffer, void, undefined> {
  let piece = '';
  for await (const line of lines) {
    piece += line;
    if (piece.length < PIECE) continue;
    yield Buffer.from(piece);
    piece = '';
  }
  if (piece !== '') yield Buffer.from(piece);
}
