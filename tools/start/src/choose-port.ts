import { once } from 'node:events';
import { createServer } from 'node:net';
import { StartError } from './start-error.js';

/** The wanted port, or any that is free for 0. @throws StartError naming the variable when another program listens on it. */
export async function choosePort(variable: string, wanted: number): Promise<number> {
  const server = createServer();
  try {
    server.listen(wanted, '127.0.0.1');
    await once(server, 'listening');
  } catch (error) {
    throw new StartError(`Port ${wanted} is taken: stop the program that uses it, or choose another with ${variable}`, {
      cause: error,
    });
  }
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new StartError(`${variable} could not be chosen`);
  return address.port;
}
