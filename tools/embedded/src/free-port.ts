import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { EmbeddedError } from './embedded-error.js';

const HOST = '127.0.0.1';

/**
 * A port of 127.0.0.1 that nothing listens on now; another program may take it a moment later.
 * @param wanted this one, or 0 for any.
 * @throws EmbeddedError when the wanted port is taken.
 */
export async function freePort(wanted = 0): Promise<number> {
  const server = createServer().listen(wanted, HOST);
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw portTaken(wanted, cause);
  }
  const port = portOf(server);
  server.close();
  await once(server, 'close');
  return port;
}

/** The port that a listening server got. */
export function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return address.port;
}

export function portTaken(port: number, cause?: unknown): EmbeddedError {
  return new EmbeddedError(`Port ${port} of ${HOST} is taken: stop the program that uses it, or choose another port.`, {
    cause,
  });
}
