import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { generateKeyring } from '@radiant/security';
import { WORKSPACE } from '../places.js';
import type { Gateway } from './gateway.js';
import type { RadiantDatabase, SeededTenant } from './radiant-database.js';

const APP = path.join(WORKSPACE, 'apps/public-api');

/** Bundles the app, so that the present source is measured. */
export function buildRadiant(): void {
  const build = spawnSync(process.execPath, [path.join(WORKSPACE, 'tools/build.mjs'), APP], { encoding: 'utf8' });
  if (build.status !== 0) throw new Error(`apps/public-api does not build:\n${build.stderr}`);
}

/** One process, called by two tenants: one without PHI protection and one with all of it. */
export function radiantGateway(upstream: string, database: RadiantDatabase): Gateway {
  const keyring = generateKeyring();
  return {
    name: 'radiant',
    argv: () => [process.execPath, path.join(APP, 'dist/main.js')],
    env: (port) => ({
      ...database.env,
      NODE_ENV: 'production',
      PORT: String(port),
      LITELLM_URL: upstream,
      RADIANT_KEYRING: keyring,
    }),
    path: '/v1/chat/completions',
    routes: [
      { name: 'radiant-pass', headers: bearer(database.passing), identifiers: 'passed' },
      { name: 'radiant-full', headers: bearer(database.hiding), identifiers: 'hidden and restored' },
    ],
  };
}

const bearer = ({ apiKey }: SeededTenant) => ({ authorization: `Bearer ${apiKey}` });
