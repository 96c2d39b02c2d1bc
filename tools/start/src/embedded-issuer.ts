import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { JWK } from 'jose';
import { isSecrets, SECRETS_FILE } from './secrets.js';
import { StartError } from './start-error.js';

/** The issuer of a running `npm start`. @throws StartError when none runs with this folder. */
export function embeddedIssuer(dataDirectory: string): { readonly issuer: string; readonly privateKey: JWK } {
  const read = (name: string): unknown => {
    const file = path.join(path.resolve(dataDirectory), name);
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  };
  const secrets = read(SECRETS_FILE);
  const credentials = read('credentials.json');
  const publicUrl =
    typeof credentials === 'object' && credentials !== null && 'publicUrl' in credentials && credentials.publicUrl;
  if (!isSecrets(secrets) || typeof publicUrl !== 'string') {
    throw new StartError('RADIANT is not running here: start it with `npm start` first.');
  }
  return { issuer: publicUrl, privateKey: secrets.issuerKey };
}
