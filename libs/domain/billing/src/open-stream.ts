import type { ApiKeyId, RequestId, TenantId } from '@radiant/kernel';

/** A stream of a key that may have so many at a time. */
export interface OpenStream {
  readonly tenantId: TenantId;
  /** The first of the line, where a key took another's place. */
  readonly apiKeyId: ApiKeyId;
  /** The call that it answers. */
  readonly requestId: RequestId;
}
