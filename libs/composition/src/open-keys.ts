import { DomainError, PLATFORM_TENANT, type Clock, type DataKeyStore } from '@radiant/kernel';
import { EnvironmentError, type Environment } from '@radiant/nest-kit';
import { createDataSource, PostgresDataKeyStore, UnitOfWork } from '@radiant/postgres';
import {
  createKmsClient,
  DataKeys,
  Ed25519Signer,
  EnvelopeSealer,
  KmsKeyWrapper,
  LocalKeyring,
  LocalKeyWrapper,
  TenantKeyedDigest,
  type KeyWrapper,
} from '@radiant/security';
import type { DatabaseAddress } from './open-database.js';

const CONNECTIONS = 2;

/**
 * Everything that tenants' data keys are for. Keys are read over connections of their own: a transaction that seals must
 * not wait for a connection that another such transaction holds.
 * @throws EnvironmentError when neither a keyring nor a KMS key is named, the keyring is weak, or what is named does not
 * open what the database holds; DomainError `service_unavailable`.
 */
export async function openKeys(environment: Environment, address: DatabaseAddress, clock: Clock) {
  const wrapper = keyWrapper(environment);
  const dataSource = await createDataSource({ ...address, maxConnections: CONNECTIONS });
  const store = new PostgresDataKeyStore(new UnitOfWork(dataSource));
  const dataKeys = new DataKeys(store, wrapper, clock);
  try {
    await assertOpens(dataKeys, store, environment);
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
  return {
    close: () => dataSource.destroy(),
    dataKeys,
    sealer: new EnvelopeSealer(dataKeys),
    keyedDigest: new TenantKeyedDigest(dataKeys),
    signer: new Ed25519Signer(dataKeys),
  };
}

/**
 * Another key than the one that wrapped the platform's would fail every call, and wrap the keys of new tenants so that no
 * other process opens them. What can't be read now shows at the first call.
 */
async function assertOpens(dataKeys: DataKeys, store: DataKeyStore, { kmsKeyId }: Environment): Promise<void> {
  try {
    const [scope] = await store.scopes(PLATFORM_TENANT, '', 1);
    if (scope !== undefined) await dataKeys.version(PLATFORM_TENANT, scope, 1);
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'internal_error') return;
    const variable = kmsKeyId === undefined ? 'RADIANT_KEYRING' : 'KMS_KEY_ID';
    throw new EnvironmentError([
      `${variable} must hold the key that wraps the keys in the database, which it does not open`,
    ]);
  }
}

function keyWrapper({ kmsKeyId, keyring, awsRegion }: Environment): KeyWrapper {
  if (kmsKeyId !== undefined) return new KmsKeyWrapper(createKmsClient({ region: awsRegion }), kmsKeyId);
  if (keyring !== undefined) return new LocalKeyWrapper(parsedKeyring(keyring));
  throw new EnvironmentError(['RADIANT_KEYRING must be version:base64-of-32-random-bytes, or KMS_KEY_ID set']);
}

function parsedKeyring(keyring: string): LocalKeyring {
  try {
    return LocalKeyring.parse(keyring);
  } catch (error) {
    throw error instanceof DomainError ? new EnvironmentError([error.message]) : error;
  }
}
