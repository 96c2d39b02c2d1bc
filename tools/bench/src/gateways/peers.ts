import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { PEERS } from '../places.js';
import type { Gateway } from './gateway.js';

/** Whom RADIANT is compared with. */
export const REFERENCE = 'portkey';

const PORTKEY = path.join(PEERS, 'node_modules/@portkey-ai/gateway/build/start-server.js');

/** Another gateway: one entry here, and its package pinned in `peers/package.json`. */
const PEER_GATEWAYS: Readonly<Record<string, (upstream: string) => Gateway>> = {
  portkey: (upstream) => ({
    name: 'portkey',
    argv: (port) => [process.execPath, PORTKEY, `--port=${port}`, '--headless'],
    env: () => ({ NODE_ENV: 'production' }),
    path: '/v1/chat/completions',
    routes: [
      {
        name: 'portkey',
        identifiers: 'passed',
        headers: {
          authorization: 'Bearer sk-bench',
          'x-portkey-provider': 'openai',
          'x-portkey-custom-host': `${upstream}/v1`,
        },
      },
    ],
  }),
};

export function peerGateways(upstream: string): Gateway[] {
  return Object.values(PEER_GATEWAYS).map((peer) => peer(upstream));
}

/** Installs the pinned peers once. @throws Error with the way out. */
export function installPeers(): void {
  if (existsSync(PORTKEY)) return;
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: PEERS,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0 || !existsSync(PORTKEY)) {
    throw new Error('The peers could not be installed from npm: try again with a network, or use --no-peers.');
  }
}
