import type { AppId, Instant, TenantId } from '@radiant/kernel';

export const TENANT_STATUSES = ['active', 'suspended', 'deleted'] as const;
export type TenantStatus = (typeof TENANT_STATUSES)[number];

/** Settings as the specification names them; undefined: no rule of the tenant's own. */
export interface TenantSettings {
  readonly defaultModel?: string;
  readonly allowedProviders?: readonly string[];
  readonly maxTokensPerRequest?: number;
  /** Keys of tags that its calls may carry; undefined: none. */
  readonly tagKeys?: readonly string[];
  /** Whether whole answers are kept for calls that ask the same, and for how long; undefined: none is. */
  readonly cache?: { readonly enabled: boolean; readonly ttlSeconds: number };
  readonly rateLimit?: { readonly requestsPerMinute: number; readonly tokensPerDay: number };
}

/** Settings that are stored and can't be read: shown as such, and every call that would need them is refused. */
export const UNREADABLE = 'unreadable';

/** An organisation that shares nothing with any other. */
export interface Tenant {
  readonly id: TenantId;
  readonly appId: AppId;
  readonly name: string;
  readonly domain: string | undefined;
  readonly status: TenantStatus;
  readonly settings: TenantSettings | typeof UNREADABLE;
  /** The specification's `phi_config` as it is stored; undefined: the platform's default policy. */
  readonly phiConfig: Readonly<Record<string, unknown>> | undefined;
  /** IANA name, e.g. `Europe/Berlin`. */
  readonly timeZone: string;
  /** Counts its changes from 1; the ETag. */
  readonly revision: number;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}
