import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { TextStream } from './text-stream.js';

function open(restMs?: number): { body: PassThrough; stream: TextStream; over: () => number } {
  const body = new PassThrough();
  let times = 0;
  const stream = new TextStream(
    body,
    () => new Error('our own words'),
    () => (times += 1),
    restMs,
  );
  return { body, stream, over: () => times };
}
const read = async (stream: TextStream): Promise<string> => {
  let text = '';
  for await (const piece of stream) text += piece;
  return text;
};

describe('the text of a body', () => {
  it('is the same wherever the bytes are cut, inside a character too', async () => {
    const bytes = Buffer.from('data: Zoë 😀 – Ende\n\n');
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      const { body, stream } = open();
      body.write(bytes.subarray(0, cut));
      body.end(bytes.subarray(cut));
      expect(await read(stream)).toBe('data: Zoë 😀 – Ende\n\n');
    }
  });

  it('gives what arrived before it failed, then the failure in our own words, and is over once', async () => {
    const { body, stream, over } = open();
    body.write('first');
    expect(await stream.next()).toEqual({ done: false, value: 'first' });
    const next = stream.next();
    body.destroy(new Error('secret text of the socket'));
    await expect(next).rejects.toThrow('our own words');
    await expect(stream.next()).rejects.toThrow('our own words');
    expect(over()).toBe(1);
  });

  it('fails when the body closes without an end', async () => {
    const { body, stream } = open();
    const next = stream.next();
    body.destroy();
    await expect(next).rejects.toThrow('our own words');
  });

  it('is destroyed when its reader leaves', async () => {
    const { body, stream, over } = open(0);
    body.write('first');
    for await (const piece of stream) {
      expect(piece).toBe('first');
      break;
    }
    await once(body, 'close');
    expect([body.readableEnded, over()]).toEqual([false, 1]);
  });

  it('keeps its connection when it ends a moment after its reader left, and is over then', async () => {
    const { body, stream, over } = open(60_000);
    body.write('first');
    await stream.next();
    await stream.return();
    expect(over()).toBe(0);
    body.write('behind');
    body.end();
    await once(body, 'close');
    expect([body.readableEnded, body.readableAborted, over()]).toEqual([true, false, 1]);
  });

  it('stops taking while its reader is slow, and loses nothing', async () => {
    const { body, stream } = open();
    let accepted = 0;
    const offered = 400;
    const write = (): void => {
      while (accepted < offered && body.write(String(accepted % 10).repeat(1024))) accepted += 1;
      if (accepted < offered) body.once('drain', () => ((accepted += 1), write()));
      else body.end();
    };
    write();
    await stream.next();
    expect(accepted).toBeLessThan(offered);
    let length = 1024;
    for await (const piece of stream) length += piece.length;
    expect(length).toBe(offered * 1024);
  });
});
