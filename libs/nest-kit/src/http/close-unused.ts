import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** Read by Node whenever an answer has been sent; 0 would mean for ever. */
const NO_KEEP_ALIVE_MS = 1;

/**
 * When the server stops, closes connections that carry no request yet at once. Node takes them for busy, and waits for
 * their headers for a minute. Connections with a running request are not touched until it has been answered; then they
 * are closed as well, where Node would hold them for the client's next request.
 */
export function closeUnusedConnections(server: FastifyInstance): void {
  const unused = new Set<Socket>();
  let stopping = false;
  server.server.on('connection', (socket) => {
    if (stopping) {
      socket.destroy();
      return;
    }
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  server.server.on('request', ({ socket }) => unused.delete(socket));
  server.addHook('preClose', (done) => {
    stopping = true;
    server.server.keepAliveTimeout = NO_KEEP_ALIVE_MS;
    for (const socket of unused) socket.destroy();
    done();
  });
}
