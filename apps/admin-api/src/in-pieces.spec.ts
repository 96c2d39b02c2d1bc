import { describe, expect, it } from '@jest/globals';
import { inPieces } from './in-pieces.js';

const LINE = `${'x'.repeat(999)}\n`;

async function* lines(count: number, made: { count: number }): AsyncGenerator<string> {
  for (; made.count < count; made.count += 1) yield LINE;
}

describe('lines in pieces', () => {
  it('are the same text in few writes', async () => {
    const pieces: string[] = [];
    for await (const piece of inPieces(lines(100, { count: 0 }))) pieces.push(String(piece));
    expect(pieces.join('')).toBe(LINE.repeat(100));
    expect(pieces.length).toBeLessThanOrEqual(4);
  });

  it('are nothing where there are none', async () => {
    const pieces: unknown[] = [];
    for await (const piece of inPieces(lines(0, { count: 0 }))) pieces.push(piece);
    expect(pieces).toEqual([]);
  });

  it('are made no further than a piece or two ahead of who reads', async () => {
    const made = { count: 0 };
    const stream = inPieces(lines(1_000_000, made));
    await new Promise<void>((resolve) => stream.once('readable', resolve));
    await new Promise((resolve) => setImmediate(resolve));
    expect(made.count).toBeLessThanOrEqual(100);
    stream.destroy();
  });
});
