import { startFakeUpstream } from './fake-upstream.js';

/** The upstream in a process of its own; it ends with its parent. */
export async function runUpstream(): Promise<void> {
  const server = await startFakeUpstream();
  process.once('disconnect', () => process.exit(0));
  const address = server.address();
  if (address !== null && typeof address === 'object') process.send?.({ port: address.port });
}
