import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { layered } from './behaviour.js';
import { Exchange } from './exchange.js';
import { Recorder } from './recorder.js';

describe('an exchange', () => {
  let recorder: Recorder;
  let server: Server;
  let port: number;
  let answer: (exchange: (chunkIntervalMs: number) => Exchange) => void;
  beforeEach(async () => {
    recorder = new Recorder();
    server = createServer((_request, response) => {
      const gone = recorder.watch(response);
      answer((chunkIntervalMs) => new Exchange(response, gone, layered({ chunkIntervalMs }), recorder));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address: AddressInfo = Object(server.address());
    port = address.port;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it('pulls no more events than a client takes, and none after the client went away', async () => {
    let pulled = 0;
    let ended = false;
    let sent: Promise<void> | undefined;
    function* endless(): Generator<string> {
      try {
        for (;;) {
          pulled += 1;
          yield 'x'.repeat(256 * 1_024);
        }
      } finally {
        ended = true;
      }
    }
    answer = (exchange) => void (sent = exchange(0).sendEvents(endless(), 'complete'));
    const client = net.connect(port, '127.0.0.1').pause();
    client.write('GET / HTTP/1.1\r\nhost: h\r\n\r\n');
    // Each turn of the event loop would pull one more event, if nothing held it back.
    for (let turn = 0; turn < 500; turn += 1) await setImmediate();
    expect(pulled).toBeGreaterThan(1);
    expect(pulled).toBeLessThan(100);
    const aborted = recorder.nextAbort();
    client.destroy();
    await aborted;
    await sent;
    expect(ended).toBe(true);
  });

  it('does not wait after the last event', async () => {
    answer = (exchange) => void exchange(600_000).sendEvents(['data: [DONE]\n\n'], 'complete');
    expect(await (await fetch(`http://127.0.0.1:${port}`)).text()).toBe('data: [DONE]\n\n');
    expect(recorder.aborted).toBe(0);
  });
});
