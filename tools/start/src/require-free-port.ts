import { once } from 'node:events';
import { createServer } from 'node:net';
import { StartError } from './start-error.js';

/** @throws StartError naming the variable when another program listens on the port. */
export async function requireFreePort(variable: string, port: number): Promise<void> {
  if (port === 0) return;
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  } catch (error) {
    throw new StartError(`Port ${port} is taken: stop the program that uses it, or choose another with ${variable}`, {
      cause: error,
    });
  }
  server.close();
  await once(server, 'close');
}
