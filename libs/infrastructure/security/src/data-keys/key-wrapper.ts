import { DomainError, type TenantId } from '@radiant/kernel';
import { createSecretKey, type KeyObject } from 'node:crypto';

/** Data keys are AES-256 keys. */
export const KEY_BYTES = 32;

/** What a wrapped key is bound to: it can be unwrapped in no other place. */
export interface WrapContext {
  readonly tenantId: TenantId;
  readonly scope: string;
  readonly version: number;
}

export interface WrappedKey {
  readonly wrapped: Uint8Array;
  /** Which key of the platform wrapped it: `local:<version>`, or a KMS key's ARN. */
  readonly wrappedBy: string;
}

/** Encrypts data keys under a key of the platform, so that what the store holds opens nothing by itself. */
export abstract class KeyWrapper {
  /** The key that wraps from now on. */
  abstract readonly current: string;
  /** @throws DomainError `service_unavailable` when the wrapping key can't be reached. */
  abstract wrap(context: WrapContext, key: KeyObject): Promise<WrappedKey>;
  /** @throws as `wrap`; `internal_error` when the bytes are altered, of another place, or of a key that is not there. */
  abstract unwrap(context: WrapContext, wrapped: Uint8Array, wrappedBy: string): Promise<KeyObject>;
}

/** One answer for every cause, so that nothing is learnt from it. */
export const notUnwrapped = (): DomainError => new DomainError('internal_error', 'a data key could not be unwrapped');

/** Runs `use` on a copy of the key's bytes and wipes the copy, whatever happens. */
export async function withKeyBytes<Result>(key: KeyObject, use: (bytes: Buffer) => Promise<Result>): Promise<Result> {
  const bytes = key.export();
  try {
    return await use(bytes);
  } finally {
    bytes.fill(0);
  }
}

/** A key object of the bytes, which are wiped. @throws DomainError `internal_error` unless there are 32. */
export function takeKey(bytes: Uint8Array): KeyObject {
  try {
    if (bytes.length !== KEY_BYTES) throw notUnwrapped();
    return createSecretKey(bytes);
  } finally {
    bytes.fill(0);
  }
}
