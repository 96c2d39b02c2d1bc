import { ApiPropertyOptional } from '@nestjs/swagger';
import {
  ChoiceField,
  FlagField,
  OptionalNested,
  OneOf,
  PatternField,
  TextField,
  TextListField,
  WholeNumber,
  WholeNumberField,
} from '@radiant/nest-kit';
import { MOST_TAG_KEYS } from '@radiant/billing';
import { CACHE_SECONDS, SETTABLE_STATUSES } from '@radiant/governance';
import { TENANT_STATUSES } from '@radiant/identity';
import { PhiConfigField } from './phi-config-field.js';

const APP_ID = /^[a-z][a-z0-9-]{0,62}$/;

export class TenantsQuery {
  @WholeNumber(1, 1_000_000, 1)
  readonly page: number = 1;

  @WholeNumber(1, 1000, 50)
  readonly limit: number = 50;

  @OneOf(TENANT_STATUSES)
  readonly status?: (typeof TENANT_STATUSES)[number];
}

export class RateLimitBody {
  @WholeNumberField(1, 1_000_000_000)
  readonly requests_per_minute!: number;

  @WholeNumberField(1, Number.MAX_SAFE_INTEGER)
  readonly tokens_per_day!: number;
}

export class CacheSettingsBody {
  @FlagField({ description: 'Whether whole answers are kept for calls that ask the same.' })
  readonly enabled!: boolean;

  @WholeNumberField(CACHE_SECONDS.least, CACHE_SECONDS.most, {
    example: 3_600,
    description: 'For how many seconds an answer is kept.',
  })
  readonly ttl_seconds!: number;
}

export class TenantSettingsBody {
  @TextField(1, 200, { optional: true, example: 'demo-chat-small' })
  readonly default_model?: string;

  @TextListField(1000, { optional: true, example: ['demo'] })
  readonly allowed_providers?: string[];

  @WholeNumberField(1, 128_000, { optional: true })
  readonly max_tokens_per_request?: number;

  @TextListField(MOST_TAG_KEYS, {
    optional: true,
    example: ['team', 'project'],
    description: 'Keys of tags that calls may carry in `x-radiant-tags`; none without it.',
  })
  readonly tag_keys?: string[];

  @ApiPropertyOptional({ type: CacheSettingsBody, description: 'Off without it.' })
  @OptionalNested(() => CacheSettingsBody)
  readonly cache?: CacheSettingsBody;

  @ApiPropertyOptional({ type: RateLimitBody })
  @OptionalNested(() => RateLimitBody)
  readonly rate_limit?: RateLimitBody;
}

export class NewTenantBody {
  @TextField(1, 200, { example: 'St. Elsewhere Hospital' })
  readonly name!: string;

  @PatternField(APP_ID, 'the id of an app', { example: 'default' })
  readonly app_id!: string;

  @TextField(1, 253, { optional: true, nullable: true, example: 'elsewhere.example' })
  readonly domain?: string | null;

  @TextField(1, 64, { optional: true, example: 'Europe/Berlin', description: 'IANA name; UTC when it is not given.' })
  readonly time_zone?: string;

  @ApiPropertyOptional({ type: TenantSettingsBody, description: 'None of its own without it.' })
  @OptionalNested(() => TenantSettingsBody)
  readonly settings?: TenantSettingsBody;

  @PhiConfigField("Without it, or null: the platform's default policy.")
  readonly phi_config?: Record<string, unknown> | null;
}

export class TenantChangeBody {
  @TextField(1, 200, { optional: true })
  readonly name?: string;

  @TextField(1, 253, { optional: true, nullable: true, description: 'Null takes it away.' })
  readonly domain?: string | null;

  @ChoiceField(SETTABLE_STATUSES, { optional: true, description: 'A suspended tenant is served no more.' })
  readonly status?: string;

  @TextField(1, 64, { optional: true })
  readonly time_zone?: string;

  @ApiPropertyOptional({ type: TenantSettingsBody, description: 'All of them: what is left out has no rule any more.' })
  @OptionalNested(() => TenantSettingsBody)
  readonly settings?: TenantSettingsBody;

  @PhiConfigField("Null: the platform's default policy.")
  readonly phi_config?: Record<string, unknown> | null;
}

export class TenantDeletionBody {
  @TextField(1, 200, { description: "The tenant's name, so that nobody does this by mistake." })
  readonly confirm!: string;

  @TextField(10, 500, {
    example: 'The contract of St. Elsewhere ended on 30 June',
    description: "Kept sealed in the platform's own audit trail.",
  })
  readonly reason!: string;
}
