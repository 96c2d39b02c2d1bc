import { DomainError, type Clock } from '@radiant/kernel';
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
 * @throws EnvironmentError when neither a keyring nor a KMS key is named, or the keyring is weak; DomainError
 * `service_unavailable`.
 */
export async function openKeys(environment: Environment, address: DatabaseAddress, clock: Clock) {
  const wrapper = keyWrapper(environment);
  const dataSource = await createDataSource({ ...address, maxConnections: CONNECTIONS });
  const dataKeys = new DataKeys(new PostgresDataKeyStore(new UnitOfWork(dataSource)), wrapper, clock);
  return {
    close: () => dataSource.destroy(),
    dataKeys,
    sealer: new EnvelopeSealer(dataKeys),
    keyedDigest: new TenantKeyedDigest(dataKeys),
    signer: new Ed25519Signer(dataKeys),
  };
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
