import { ApiPropertyOptional } from '@nestjs/swagger';
import type { ProviderChange } from '@radiant/governance';
import { ChoiceField, Flag, FlagField, OneOf, TextField, TextListField } from '@radiant/nest-kit';
import {
  AUTH_TYPES,
  PROVIDER_STATUSES,
  PROVIDER_TYPES,
  type ProviderStatus,
  type ProviderType,
} from '@radiant/registry';
import { Type } from 'class-transformer';
import { IsObject, ValidateIf, ValidateNested } from 'class-validator';
import { SliceQuery } from '../registry-paging.js';
import { ConnectionBody, connectionFields } from './connection.js';

export class ProvidersQuery extends SliceQuery {
  @OneOf(PROVIDER_TYPES)
  readonly type?: ProviderType;

  @OneOf(PROVIDER_STATUSES)
  readonly status?: ProviderStatus;

  @Flag()
  readonly hipaa_compliant?: boolean;
}

export class ProviderChangeBody {
  @TextField(1, 200, { optional: true })
  readonly name?: string;

  @ChoiceField(PROVIDER_TYPES, { optional: true })
  readonly type?: string;

  @ChoiceField(PROVIDER_STATUSES, { optional: true })
  readonly status?: string;

  @FlagField({ optional: true })
  readonly hipaa_compliant?: boolean;

  @FlagField({ optional: true })
  readonly baa_available?: boolean;

  @TextField(1, 500, {
    optional: true,
    nullable: true,
    example: 'https://models.example.com',
    description: 'Without `/v1`. Null: the default upstream of the gateway. For super administrators.',
  })
  readonly base_url?: string | null;

  @ChoiceField(AUTH_TYPES, {
    optional: true,
    description: 'For super administrators. `iam` is refused (400): calls are not signed for AWS.',
  })
  readonly auth_type?: string;

  @TextField(1, 63, {
    optional: true,
    nullable: true,
    example: 'us-east-1',
    description: 'Where it computes, as its agreements name it. For super administrators.',
  })
  readonly region?: string | null;

  @TextField(1, 500, {
    optional: true,
    nullable: true,
    example: 'env:EXAMPLE_API_KEY',
    description:
      '`env:NAME`, `secret:ARN` or `secret:ARN#field`: where the key is found, never the key. It is sent to the origin of ' +
      '`base_url` and nowhere else. For super administrators.',
  })
  readonly credential?: string | null;

  @ApiPropertyOptional({ type: ConnectionBody, description: 'All of it. For super administrators.' })
  @ValidateIf((_, value) => value !== undefined)
  @IsObject()
  @ValidateNested()
  @Type(() => ConnectionBody)
  readonly connection?: ConnectionBody;

  @TextListField(100, { optional: true, example: ['chat', 'embeddings'] })
  readonly capabilities?: string[];

  @ApiPropertyOptional({ type: 'object', additionalProperties: true, description: 'All of it; no secrets.' })
  @ValidateIf((_, value) => value !== undefined)
  @IsObject()
  readonly config?: Record<string, unknown>;
}

export class NewProviderBody extends ProviderChangeBody {
  @TextField(1, 200, { example: 'example' })
  readonly id!: string;

  @TextField(1, 200, { example: 'Example AI' })
  declare readonly name: string;

  @ChoiceField(PROVIDER_TYPES, { example: 'external' })
  declare readonly type: string;
}

/** Field by field, under the names of the use cases. */
export const providerChange = (body: ProviderChangeBody): ProviderChange => ({
  name: body.name,
  type: body.type,
  status: body.status,
  hipaaCompliant: body.hipaa_compliant,
  baaAvailable: body.baa_available,
  baseUrl: body.base_url,
  authType: body.auth_type,
  region: body.region,
  credential: body.credential,
  connection: body.connection && connectionFields(body.connection),
  capabilities: body.capabilities,
  config: body.config,
});
