import { once } from 'node:events';
import { createServer } from 'node:net';
import { StartError } from './start-error.js';

/** The wanted port of `host`, or any that is free for 0. @throws StartError naming the variable that has to be changed. */
export async function choosePort(variable: string, wanted: number, host: string): Promise<number> {
  const server = createServer();
  try {
    server.listen(wanted, host);
    await once(server, 'listening');
  } catch (error) {
    throw new StartError(reason(error, variable, wanted), { cause: error });
  }
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new StartError(`${variable} could not be chosen`);
  return address.port;
}

function reason(error: unknown, variable: string, port: number): string {
  switch (error instanceof Error && 'code' in error ? error.code : undefined) {
    case 'EADDRINUSE':
      return `Port ${port} is taken: stop the program that uses it, or choose another with ${variable}`;
    case 'EACCES':
      return `Port ${port} is not for this user: choose one from 1024 on with ${variable}`;
    default:
      return 'HOST must be an address of this machine, e.g. 127.0.0.1, or 0.0.0.0 for all';
  }
}
