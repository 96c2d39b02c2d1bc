import { once } from 'node:events';
import net, { type Server } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { startFakeUpstream } from '../upstream/fake-upstream.js';
import { openStreams } from './open-streams.js';
import type { StreamPlan } from './plans.js';
import type { Endpoint } from './raw-request.js';

const PLAN: StreamPlan = { streams: 4, chunks: 12, interval: 1, spread: 0 };
const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function endpoint(server: Server): Promise<Endpoint> {
  servers.push(server);
  if (!server.listening) await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { url: `http://127.0.0.1:${address.port}/v1/chat/completions`, headers: {} };
}

/** Passes bytes on to the upstream, and what `change` makes of its answer back. */
function proxy(upstream: Endpoint, change: (piece: string, client: net.Socket) => string): Server {
  return net.createServer((client) => {
    const socket = net.connect({ port: Number(new URL(upstream.url).port), host: '127.0.0.1' });
    client.pipe(socket).on('error', () => undefined);
    client.on('error', () => undefined).on('close', () => socket.destroy());
    socket.on('data', (piece) => client.write(change(piece.toString('latin1'), client)));
  });
}

describe('openStreams', () => {
  it('sees every chunk, the end and the usage of every stream', async () => {
    const result = await openStreams(await endpoint(await startFakeUpstream()), PLAN);
    expect(result).toMatchObject({
      requests: 4,
      errors: 0,
      chunks: 48,
      lost: 0,
      withoutDone: 0,
      withoutUsage: 0,
      firstToken: { count: 4 },
      transit: { count: 48 },
    });
  });

  it('tells once how many are open when all have begun', async () => {
    const told: number[] = [];
    await openStreams(await endpoint(await startFakeUpstream()), { ...PLAN, interval: 20 }, (open) => told.push(open));
    expect(told).toEqual([4]);
  });

  it('counts what a cut stream lost', async () => {
    const upstream = await endpoint(await startFakeUpstream());
    let pieces = 0;
    const cutting = proxy(upstream, (piece, client) => {
      if (++pieces === 5) client.destroy();
      return piece;
    });
    const result = await openStreams(await endpoint(cutting), { ...PLAN, streams: 1 });
    expect(result).toMatchObject({ requests: 1, errors: 1, withoutDone: 1, withoutUsage: 1 });
    expect(result.chunks + result.lost).toBe(12);
    expect(result.lost).toBeGreaterThan(0);
  });

  it('counts a placeholder that nobody restored as an error', async () => {
    const upstream = await endpoint(await startFakeUpstream());
    const masking = net.createServer((client) => {
      const socket = net.connect({ port: Number(new URL(upstream.url).port), host: '127.0.0.1' });
      // As long as the name that it replaces, so that the length of the request stays true.
      client.on('data', (piece) =>
        socket.write(piece.toString('latin1').replace('jane.doe@example.org', '[PHI_EMAIL_10000001]')),
      );
      client.on('error', () => undefined).on('close', () => socket.destroy());
      socket.pipe(client).on('error', () => undefined);
    });
    expect(await openStreams(await endpoint(masking), PLAN)).toMatchObject({ errors: 4, lost: 0 });
  });
});
