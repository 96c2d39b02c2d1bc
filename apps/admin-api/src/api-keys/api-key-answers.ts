import { ApiProperty } from '@nestjs/swagger';
import type { ManagedApiKey } from '@radiant/identity';
import { shown } from '../moments.js';

class ApiKeyLimitsAnswer {
  @ApiProperty({ type: Number, nullable: true })
  readonly requestsPerMinute!: number | null;

  @ApiProperty({ type: Number, nullable: true })
  readonly tokensPerDay!: number | null;

  @ApiProperty({ type: Number, nullable: true })
  readonly concurrentStreams!: number | null;
}

export class ApiKeyAnswer {
  @ApiProperty({ format: 'uuid' })
  readonly id!: string;

  @ApiProperty({ format: 'uuid' })
  readonly tenantId!: string;

  @ApiProperty({ example: 'default' })
  readonly appId!: string;

  @ApiProperty({ example: 'Charting, ward 3' })
  readonly name!: string;

  @ApiProperty({ example: 'rad_prod_AbCdEfGhIjKl', description: 'The beginning of the key.' })
  readonly prefix!: string;

  @ApiProperty({ type: [String], example: ['*'] })
  readonly scopes!: readonly string[];

  @ApiProperty()
  readonly limits!: ApiKeyLimitsAnswer;

  @ApiProperty()
  readonly trustedForwarder!: boolean;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly expiresAt!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly revokedAt!: string | null;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The key that took over.' })
  readonly replacedBy!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'To the minute.' })
  readonly lastUsedAt!: string | null;

  @ApiProperty({ type: String, nullable: true })
  readonly createdBy!: string | null;

  @ApiProperty({ format: 'date-time' })
  readonly createdAt!: string;
}

export class OneApiKeyAnswer {
  @ApiProperty()
  readonly apiKey!: ApiKeyAnswer;
}

export class IssuedApiKeyAnswer extends OneApiKeyAnswer {
  @ApiProperty({
    example: 'rad_prod_AbCdEfGhIjKl_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG',
    description: 'The key itself: shown this once and kept nowhere.',
  })
  readonly key!: string;
}

export class ApiKeysAnswer {
  @ApiProperty({ type: [ApiKeyAnswer] })
  readonly apiKeys!: readonly ApiKeyAnswer[];
}

export const presentApiKey = (key: ManagedApiKey): ApiKeyAnswer => ({
  id: key.id,
  tenantId: key.tenantId,
  appId: key.appId,
  name: key.name,
  prefix: key.prefix,
  scopes: key.scopes,
  limits: {
    requestsPerMinute: key.limits.requestsPerMinute ?? null,
    tokensPerDay: key.limits.tokensPerDay ?? null,
    concurrentStreams: key.limits.concurrentStreams ?? null,
  },
  trustedForwarder: key.trustedForwarder,
  expiresAt: shown(key.expiresAt),
  revokedAt: shown(key.revokedAt),
  replacedBy: key.replacedBy ?? null,
  lastUsedAt: shown(key.lastUsedAt),
  createdBy: key.createdBy ?? null,
  createdAt: shown(key.createdAt),
});
