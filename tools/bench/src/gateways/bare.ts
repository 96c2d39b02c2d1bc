import path from 'node:path';
import { BENCH } from '../places.js';
import type { Gateway } from './gateway.js';

const PROGRAM = path.join(BENCH, 'dist/bare-nest-worker.js');

/** How fast the stack is that RADIANT is built on, on this machine: what is physically in reach. */
export const bareGateway = (upstream: string): Gateway => ({
  name: 'nest',
  argv: (port) => [process.execPath, PROGRAM, upstream, String(port)],
  env: () => ({ NODE_ENV: 'production' }),
  path: '/v1/chat/completions',
  routes: [{ name: 'nest', headers: {}, identifiers: 'passed' }],
});
