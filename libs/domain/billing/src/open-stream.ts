import type { ApiKeyId, RequestId, TenantId } from '@radiant/kernel';

/** A stream of a key that may have so many at a time. */
export interface OpenStream {
  readonly tenantId: TenantId;
  readonly apiKeyId: ApiKeyId;
  /** The call that it answers. */
  readonly requestId: RequestId;
}
