import { ApiProperty } from '@nestjs/swagger';
import { TENANT_STATUSES, UNREADABLE, type Tenant, type TenantSettings } from '@radiant/identity';
import { shown } from '../moments.js';
import { PhiConfigAnswer, presentPhiConfig } from './phi-config-answer.js';

class RateLimitAnswer {
  @ApiProperty()
  readonly requestsPerMinute!: number;

  @ApiProperty()
  readonly tokensPerDay!: number;
}

class CacheSettingsAnswer {
  @ApiProperty()
  readonly enabled!: boolean;

  @ApiProperty({ example: 3600 })
  readonly ttlSeconds!: number;
}

class TenantSettingsAnswer {
  @ApiProperty({ type: String, nullable: true })
  readonly defaultModel!: string | null;

  @ApiProperty({ type: [String], nullable: true })
  readonly allowedProviders!: readonly string[] | null;

  @ApiProperty({ type: Number, nullable: true })
  readonly maxTokensPerRequest!: number | null;

  @ApiProperty({ type: [String], nullable: true, description: 'Keys of tags that calls may carry.' })
  readonly tagKeys!: readonly string[] | null;

  @ApiProperty({ type: CacheSettingsAnswer, nullable: true, description: 'null: no answer is kept.' })
  readonly cache!: CacheSettingsAnswer | null;

  @ApiProperty({ type: RateLimitAnswer, nullable: true })
  readonly rateLimit!: RateLimitAnswer | null;
}

export class TenantAnswer {
  @ApiProperty({ format: 'uuid' })
  readonly id!: string;

  @ApiProperty({ example: 'default' })
  readonly appId!: string;

  @ApiProperty({ example: 'St. Elsewhere Hospital' })
  readonly name!: string;

  @ApiProperty({ type: String, nullable: true })
  readonly domain!: string | null;

  @ApiProperty({ enum: [...TENANT_STATUSES] })
  readonly status!: string;

  @ApiProperty()
  readonly settings!: TenantSettingsAnswer;

  @ApiProperty({
    description:
      "false: what is stored can't be read, and `settings` shows nothing of it. The tenant's calls are refused until valid " +
      '`settings` are set.',
  })
  readonly settingsValid!: boolean;

  @ApiProperty({ type: PhiConfigAnswer, nullable: true, description: "null: the platform's default policy." })
  readonly phiConfig!: PhiConfigAnswer | null;

  @ApiProperty({
    description:
      "false: what is stored is no policy. The tenant's calls are refused until a valid `phi_config` is set.",
  })
  readonly phiConfigValid!: boolean;

  @ApiProperty({ example: 'UTC' })
  readonly timeZone!: string;

  @ApiProperty({ example: 1, description: 'Counts its changes; the ETag.' })
  readonly revision!: number;

  @ApiProperty({ format: 'date-time' })
  readonly createdAt!: string;

  @ApiProperty({ format: 'date-time' })
  readonly updatedAt!: string;
}

export class OneTenantAnswer {
  @ApiProperty()
  readonly tenant!: TenantAnswer;
}

export class TenantDeletionAnswer {
  @ApiProperty()
  readonly tenant!: TenantAnswer;

  @ApiProperty({ description: 'How many versions of data keys this call destroyed; 0 when it was all done before.' })
  readonly keysDestroyed!: number;
}

export class TenantsAnswer {
  @ApiProperty({ type: [TenantAnswer] })
  readonly tenants!: readonly TenantAnswer[];
}

export const presentTenant = (tenant: Tenant): TenantAnswer => {
  const phiConfig = tenant.phiConfig === undefined ? null : presentPhiConfig(tenant.phiConfig);
  const settings: TenantSettings = tenant.settings === UNREADABLE ? {} : tenant.settings;
  return {
    id: tenant.id,
    appId: tenant.appId,
    name: tenant.name,
    domain: tenant.domain ?? null,
    status: tenant.status,
    settings: {
      defaultModel: settings.defaultModel ?? null,
      allowedProviders: settings.allowedProviders ?? null,
      maxTokensPerRequest: settings.maxTokensPerRequest ?? null,
      tagKeys: settings.tagKeys ?? null,
      cache: settings.cache ?? null,
      rateLimit: settings.rateLimit ?? null,
    },
    settingsValid: tenant.settings !== UNREADABLE,
    phiConfig: phiConfig ?? null,
    phiConfigValid: phiConfig !== undefined,
    timeZone: tenant.timeZone,
    revision: tenant.revision,
    createdAt: shown(tenant.createdAt),
    updatedAt: shown(tenant.updatedAt),
  };
};
