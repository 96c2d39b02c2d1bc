import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from '@jest/globals';
import { readOn } from './read-on.js';

it('leaves nothing behind on a connection over which many bodies are refused', async () => {
  const listeners = new Set<number>();
  const server = createServer((incoming, answer) => {
    listeners.add(incoming.socket.listenerCount('close'));
    readOn(incoming);
    answer.writeHead(413).end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  for (let count = 0; count < 20; count += 1) {
    const sent = request({ port, host: '127.0.0.1', method: 'POST', agent }).end('{}');
    const [answer] = await once(sent, 'response');
    await once(answer.resume(), 'end');
  }
  expect(listeners.size).toBe(1);
  agent.destroy();
  await once(server.close(), 'close');
});
