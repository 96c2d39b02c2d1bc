import { randomBytes, randomUUID } from 'node:crypto';
import { mintApiKey, type MintedApiKey } from '@radiant/identity';
import { CryptoIdGenerator, generateKeyring, Sha256Digest } from '@radiant/security';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { StartError } from './start-error.js';
import type { StateDirectory } from './state-directory.js';

const FILE = 'secrets.json';

export interface DemoTenant {
  readonly id: string;
  readonly name: string;
  readonly apiKeyId: string;
  readonly apiKey: MintedApiKey;
}

/** What the first start draws at random and every later start finds again. Mode 600. */
export interface Secrets {
  readonly ownerPassword: string;
  readonly appPassword: string;
  readonly keyring: string;
  /** Signs the tokens of the embedded issuer. */
  readonly issuerKey: JWK;
  /** Restores PHI in replies, no approval needed. */
  readonly demoClinic: DemoTenant;
  /** The specification's default policy: placeholders stay. */
  readonly strictHospital: DemoTenant;
}

/** @param environment names the environment in the keys' prefix. */
export async function loadSecrets(state: StateDirectory, environment: string): Promise<Secrets> {
  const stored = state.readJson(FILE);
  if (stored !== undefined) {
    if (isSecrets(stored)) return stored;
    throw new StartError(
      `${state.join(FILE)} is broken: bring back a copy, or start empty with \`npm start -- --reset\``,
    );
  }
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const secrets: Secrets = {
    ownerPassword: randomBytes(24).toString('hex'),
    appPassword: randomBytes(24).toString('hex'),
    keyring: generateKeyring(),
    issuerKey: { ...(await exportJWK(privateKey)), alg: 'ES256', kid: randomUUID() },
    demoClinic: tenant('demo-clinic', environment),
    strictHospital: tenant('strict-hospital', environment),
  };
  state.writeJson(FILE, secrets);
  return secrets;
}

function tenant(name: string, environment: string): DemoTenant {
  const ids = new CryptoIdGenerator();
  const digest = new Sha256Digest();
  const apiKey = mintApiKey(
    environment,
    (from, below) => ids.integer(from, below),
    (text) => digest.sha256(text),
  );
  return { id: randomUUID(), name, apiKeyId: randomUUID(), apiKey };
}

const NAMES: readonly (keyof Secrets)[] = [
  'ownerPassword',
  'appPassword',
  'keyring',
  'issuerKey',
  'demoClinic',
  'strictHospital',
];

/** The file is ours and nobody else's: that every part is there tells a whole file from a broken one. */
const isSecrets = (value: unknown): value is Secrets =>
  typeof value === 'object' && value !== null && NAMES.every((name) => name in value);
