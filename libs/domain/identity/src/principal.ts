import type { ApiKeyId, AppId, TenantId, UserId } from '@radiant/kernel';

/** Who a request acts for, once it has proved so. */
export interface Principal {
  readonly tenantId: TenantId;
  readonly appId: AppId;
  /** Set when an API key was shown. */
  readonly apiKeyId: ApiKeyId | undefined;
  readonly userId: UserId | undefined;
}
