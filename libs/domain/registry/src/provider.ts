import type { Instant, ProviderId } from '@radiant/kernel';
import type { Connection } from './connection.js';

export const PROVIDER_TYPES = ['external', 'self-hosted', 'mid-tier'] as const;
export type ProviderType = (typeof PROVIDER_TYPES)[number];

export const PROVIDER_STATUSES = ['active', 'inactive', 'deprecated'] as const;
export type ProviderStatus = (typeof PROVIDER_STATUSES)[number];

/** As the specification names them; a provider with `iam` can't be saved, as calls are not signed for AWS. */
export const AUTH_TYPES = ['api_key', 'oauth', 'iam', 'none'] as const;
export type AuthType = (typeof AUTH_TYPES)[number];

/** Who runs models and where they are reached. */
export interface Provider {
  readonly id: ProviderId;
  readonly name: string;
  readonly type: ProviderType;
  readonly status: ProviderStatus;
  /** Takes no new calls; those under way come to their end. */
  readonly draining: boolean;
  readonly hipaaCompliant: boolean;
  readonly baaAvailable: boolean;
  /** Address without `/v1`; undefined means the gateway's default upstream (`LITELLM_URL`). */
  readonly baseUrl: string | undefined;
  readonly authType: AuthType;
  /** Where it computes, as its agreements name it, e.g. `us-east-1`; undefined when nobody said. */
  readonly region: string | undefined;
  /** Where its secret is found: `env:NAME`, `secret:ARN` or `secret:ARN#field`; never the secret. */
  readonly credential: string | undefined;
  readonly connection: Connection;
  readonly capabilities: readonly string[];
  /** The specification's `config`: kept and shown to administrators; nothing here reads it. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Counts its changes from 1; the ETag. */
  readonly revision: number;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}
