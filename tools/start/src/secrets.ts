import { randomBytes, randomUUID } from 'node:crypto';
import { mintApiKey, type MintedApiKey } from '@radiant/identity';
import { CryptoIdGenerator, generateKeyring, Sha256Digest } from '@radiant/security';
import type { JWK } from 'jose';
import { generateIssuerKey } from './issuer.js';
import { StartError } from './start-error.js';
import type { StateDirectory } from './state-directory.js';

export const SECRETS_FILE = 'secrets.json';

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
  readonly adminPassword: string;
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
  const stored = state.readJson(SECRETS_FILE);
  if (stored !== undefined) {
    if (isSecrets(stored)) return stored;
    if (isSecretsWithoutAdmin(stored)) return upgraded(state, stored);
    throw new StartError(
      `${state.join(SECRETS_FILE)} is broken: bring back a copy, or start empty with \`npm start -- --reset\``,
    );
  }
  const secrets: Secrets = {
    ownerPassword: randomPassword(),
    appPassword: randomPassword(),
    adminPassword: randomPassword(),
    keyring: generateKeyring(),
    issuerKey: await generateIssuerKey(),
    demoClinic: tenant('demo-clinic', environment),
    strictHospital: tenant('strict-hospital', environment),
  };
  state.writeJson(SECRETS_FILE, secrets);
  return secrets;
}

const randomPassword = (): string => randomBytes(24).toString('hex');

/** Secrets of a version whose administration logged in as the applications do. */
function upgraded(state: StateDirectory, stored: Omit<Secrets, 'adminPassword'>): Secrets {
  const secrets = { ...stored, adminPassword: randomPassword() };
  state.writeJson(SECRETS_FILE, secrets);
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

const NAMES_WITHOUT_ADMIN: readonly (keyof Secrets)[] = [
  'ownerPassword',
  'appPassword',
  'keyring',
  'issuerKey',
  'demoClinic',
  'strictHospital',
];

/** The file is ours and nobody else's: that every part is there tells a whole file from a broken one. */
const isSecretsWithoutAdmin = (value: unknown): value is Omit<Secrets, 'adminPassword'> =>
  typeof value === 'object' && value !== null && NAMES_WITHOUT_ADMIN.every((name) => name in value);

export const isSecrets = (value: unknown): value is Secrets => isSecretsWithoutAdmin(value) && 'adminPassword' in value;
