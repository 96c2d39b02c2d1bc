import { describe, expect, it, jest } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { closeWithin } from './close-within.js';

/** A server with one stream that has begun. */
async function streaming() {
  const server = createServer();
  const answering = once(server, 'request');
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('not listening');
  const reading = fetch(`http://127.0.0.1:${address.port}`).then((reply) => reply.text());
  const read = reading.then(
    (text) => ({ text }),
    () => ({ text: 'cut' }),
  );
  const [, response] = (await answering) as [unknown, ServerResponse];
  response.write('begun');
  const close = (): Promise<void> =>
    new Promise((closed) => {
      server.close(() => closed());
    });
  return { server, response, read, close };
}

const HOUR = 3_600_000;

describe('a server that stops', () => {
  it('lets a stream come to its end', async () => {
    const { server, response, read, close } = await streaming();
    const onCut = jest.fn();
    const closing = closeWithin(server, close, { stopMs: HOUR, hurry: new AbortController().signal, onCut });
    response.end(', ended');
    await closing;
    expect(await read).toEqual({ text: 'begun, ended' });
    expect(onCut).not.toHaveBeenCalled();
  });

  it.each([
    ['after its time', 0, false],
    ['at once when it is told to hurry', HOUR, true],
  ])('cuts it %s', async (_, stopMs, hurried) => {
    const { server, read, close } = await streaming();
    const hurry = new AbortController();
    const onCut = jest.fn();
    const closing = closeWithin(server, close, { stopMs, hurry: hurry.signal, onCut });
    if (hurried) hurry.abort();
    await closing;
    expect(await read).toEqual({ text: 'cut' });
    expect(onCut).toHaveBeenCalledTimes(1);
  });
});
