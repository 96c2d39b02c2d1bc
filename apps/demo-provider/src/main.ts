import { readEnvironment } from './environment.js';
import { InvalidInput } from './invalid-input.js';
import { startDemoProvider } from './provider.js';

export async function start(): Promise<void> {
  try {
    const provider = await startDemoProvider(readEnvironment(process.env));
    const stop = (): void => {
      void provider.close();
      if (process.connected) process.disconnect(); // an open channel to the parent would keep this process alive
    };
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
    process.stdout.write(`${JSON.stringify({ event: 'listening', port: provider.port })}\n`);
    process.send?.({ event: 'ready', port: provider.port });
    process.once('disconnect', stop); // the process that started it has ended
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
