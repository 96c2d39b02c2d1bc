import { ApiProperty } from '@nestjs/swagger';

/** Answer of `/api/v2/health`. */
export class HealthAnswer {
  @ApiProperty({ enum: ['healthy'], example: 'healthy' })
  readonly status!: 'healthy';

  @ApiProperty({ example: '2026-01-15T12:00:00.000Z', format: 'date-time' })
  readonly timestamp!: string;

  @ApiProperty({ enum: ['dev', 'staging', 'prod'], example: 'dev' })
  readonly environment!: string;

  @ApiProperty({ minimum: 1, maximum: 5, example: 1 })
  readonly tier!: number;
}

/** Answer of `/api/v2/ready`. */
export class ReadyAnswer {
  @ApiProperty({ enum: ['ready', 'degraded'], example: 'ready' })
  readonly status!: 'ready' | 'degraded';

  @ApiProperty({ example: '2026-01-15T12:00:00.000Z', format: 'date-time' })
  readonly timestamp!: string;

  @ApiProperty({ enum: ['dev', 'staging', 'prod'], example: 'dev' })
  readonly environment!: string;

  @ApiProperty({ minimum: 1, maximum: 5, example: 1 })
  readonly tier!: number;

  @ApiProperty({
    description: 'One entry per store or upstream; `latency` in ms.',
    type: 'object',
    additionalProperties: {
      type: 'object',
      properties: { status: { type: 'string', enum: ['healthy', 'unhealthy'] }, latency: { type: 'number' } },
    },
    example: { database: { status: 'healthy', latency: 2 }, litellm: { status: 'healthy', latency: 3 } },
  })
  readonly checks!: Readonly<Record<string, { readonly status: string; readonly latency: number }>>;
}

/** Answer of `/api/v2/version`. */
export class VersionAnswer {
  @ApiProperty({ example: '0.1.0' })
  readonly version!: string;

  @ApiProperty({ example: 'radiant' })
  readonly appId!: string;

  @ApiProperty({ enum: ['dev', 'staging', 'prod'], example: 'dev' })
  readonly environment!: string;

  @ApiProperty({ minimum: 1, maximum: 5, example: 1 })
  readonly tier!: number;

  @ApiProperty({ example: 'v2' })
  readonly apiVersion!: string;

  @ApiProperty({ example: '2026-11' })
  readonly buildDate!: string;

  @ApiProperty({
    description: 'What a deployment of this tier has.',
    type: 'object',
    additionalProperties: { type: 'boolean' },
    example: { multiRegion: false, phiSanitization: true },
  })
  readonly features!: Readonly<Record<string, boolean>>;
}
