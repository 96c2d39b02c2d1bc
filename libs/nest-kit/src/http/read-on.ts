import type { IncomingMessage } from 'node:http';

/** How long a refused caller may go on sending, in ms. */
const PATIENCE_MS = 10_000;

/**
 * Lets a caller finish a body that is refused before it has arrived, so that it reads the answer: a connection that is
 * closed under a sender is reset, and the answer is lost. Node throws away what arrives once the answer is sent.
 */
export function readOn(request: IncomingMessage): void {
  const late = setTimeout(() => {
    if (!request.complete) request.socket.destroy();
  }, PATIENCE_MS);
  late.unref();
  request.once('close', () => clearTimeout(late));
}
