import { DomainError, tenantId, type TenantId } from '@radiant/kernel';
import { FixedClock } from '@radiant/kernel/testing';
import { DataKeys } from '../src/data-keys/data-keys.js';
import { EnvelopeSealer } from '../src/data-keys/envelope-sealer.js';
import type { KeyWrapper } from '../src/data-keys/key-wrapper.js';
import { LocalKeyWrapper } from '../src/data-keys/local-key-wrapper.js';
import { generateKeyring, LocalKeyring } from '../src/local-keyring.js';
import { FakeDataKeyStore } from './fake-data-key-store.js';

export const CLINIC: TenantId = tenantId('11111111-1111-4111-8111-111111111111');
export const HOSPITAL: TenantId = tenantId('22222222-2222-4222-8222-222222222222');

export const FIRST = generateKeyring(1);
export const SECOND = generateKeyring(2);

export const wrapperOf = (...keys: string[]): LocalKeyWrapper =>
  new LocalKeyWrapper(LocalKeyring.parse(keys.join(',')));

/** Replicas that share a store and a clock, each with caches of its own. */
export function deployment() {
  const store = new FakeDataKeyStore();
  const clock = new FixedClock();
  const replica = (wrapper: KeyWrapper = wrapperOf(FIRST)) => {
    const keys = new DataKeys(store, wrapper, clock);
    return { keys, sealer: new EnvelopeSealer(keys) };
  };
  return { store, clock, replica };
}

/** What a promise was rejected with, which must be a DomainError. */
export async function failureOf(promise: Promise<unknown> | (() => unknown)): Promise<DomainError> {
  try {
    await (typeof promise === 'function' ? promise() : promise);
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}
