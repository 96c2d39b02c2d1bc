import { toBase64 } from '../base64.js';
import type { TenantId } from '../ids.js';

/** What a sealed value is bound to: opening it under another tenant, record or version fails. */
export interface SealContext {
  readonly tenantId: TenantId;
  /** Names the record, e.g. `phi#<mapping id>`. */
  readonly record: string;
  readonly version: number;
  /** The key it is sealed under: the tenant's, or one that can be destroyed on its own, e.g. `session#<id>`. */
  readonly keyScope?: string;
}

/** Authenticated encryption under the tenant's own data key. */
export abstract class Sealer {
  /** @throws DomainError `not_found` when the key was destroyed, `service_unavailable` when it can't be had. */
  abstract seal(context: SealContext, plaintext: string): Promise<Uint8Array>;

  /** As `seal`, in base64 with padding, for what is kept in JSON. Adapters may have a quicker way. */
  async sealToText(context: SealContext, plaintext: string): Promise<string> {
    return toBase64(await this.seal(context, plaintext));
  }

  /**
   * @throws as `seal`; `not_found` also when there is no such key of what has a key of its own; `internal_error` when the
   * bytes are altered or belong to another context.
   */
  abstract open(context: SealContext, sealed: Uint8Array): Promise<string>;
}
