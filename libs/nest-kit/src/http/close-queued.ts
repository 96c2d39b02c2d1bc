import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/**
 * Tells every answer of a connection that is lost that it is over. Node tells the first alone; those of requests that were
 * sent behind it, before it was answered, would never hear of it: what listens for their `close` would keep a place of
 * theirs for good, and let a call go on that nobody waits for.
 */
export function closeQueuedAnswers(server: FastifyInstance): void {
  const running = new WeakMap<Socket, Set<ServerResponse>>();
  server.server.on('connection', (socket) => {
    const answers = new Set<ServerResponse>();
    running.set(socket, answers);
    socket.once('close', () => {
      for (const answer of [...answers]) {
        answer.destroy();
        answer.emit('close');
      }
    });
  });
  server.server.on('request', ({ socket }, answer) => {
    const answers = running.get(socket);
    answers?.add(answer);
    answer.once('close', () => answers?.delete(answer));
  });
}
