import { ApiProperty } from '@nestjs/swagger';
import { AUTH_TYPES, PROVIDER_STATUSES, PROVIDER_TYPES, type Provider } from '@radiant/registry';
import { SliceAnswer } from '../registry-paging.js';
import { ConnectionAnswer, presentConnection } from './connection.js';

/** A provider as administrators see it. */
export class ProviderAnswer {
  @ApiProperty({ example: 'example' })
  readonly id!: string;

  @ApiProperty({ example: 'Example AI' })
  readonly name!: string;

  @ApiProperty({ enum: PROVIDER_TYPES })
  readonly type!: string;

  @ApiProperty({ enum: PROVIDER_STATUSES })
  readonly status!: string;

  @ApiProperty({ description: 'Takes no new calls; those under way come to their end.' })
  readonly draining!: boolean;

  @ApiProperty()
  readonly hipaaCompliant!: boolean;

  @ApiProperty()
  readonly baaAvailable!: boolean;

  @ApiProperty({ nullable: true, type: String, example: 'https://models.example.com' })
  readonly baseUrl!: string | null;

  @ApiProperty({ enum: AUTH_TYPES })
  readonly authType!: string;

  @ApiProperty({ nullable: true, type: String, example: 'us-east-1' })
  readonly region!: string | null;

  @ApiProperty({ nullable: true, type: String, example: 'env:EXAMPLE_API_KEY', description: 'A reference.' })
  readonly credential!: string | null;

  @ApiProperty()
  readonly connection!: ConnectionAnswer;

  @ApiProperty({ example: ['chat'] })
  readonly capabilities!: readonly string[];

  @ApiProperty({ type: 'object', additionalProperties: true })
  readonly config!: object;

  @ApiProperty({ example: 1, description: 'Counts its changes; the ETag.' })
  readonly revision!: number;

  @ApiProperty({ format: 'date-time' })
  readonly createdAt!: string;

  @ApiProperty({ format: 'date-time' })
  readonly updatedAt!: string;
}

export class OneProviderAnswer {
  @ApiProperty()
  readonly provider!: ProviderAnswer;
}

export class ProvidersAnswer {
  @ApiProperty({ type: [ProviderAnswer] })
  readonly providers!: readonly ProviderAnswer[];

  @ApiProperty()
  readonly pagination!: SliceAnswer;
}

export const presentProvider = (provider: Provider): ProviderAnswer => ({
  id: provider.id,
  name: provider.name,
  type: provider.type,
  status: provider.status,
  draining: provider.draining,
  hipaaCompliant: provider.hipaaCompliant,
  baaAvailable: provider.baaAvailable,
  baseUrl: provider.baseUrl ?? null,
  authType: provider.authType,
  region: provider.region ?? null,
  credential: provider.credential ?? null,
  connection: presentConnection(provider.connection),
  capabilities: provider.capabilities,
  config: provider.config,
  revision: provider.revision,
  createdAt: new Date(provider.createdAt).toISOString(),
  updatedAt: new Date(provider.updatedAt).toISOString(),
});
