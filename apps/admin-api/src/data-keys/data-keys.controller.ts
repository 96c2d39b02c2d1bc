import { Body, Controller, HttpCode, Inject, Param, Post, Req, Res, UsePipes } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { RewrapDataKeys, RotateDataKey, ShredKey } from '@radiant/governance';
import { tenantId } from '@radiant/kernel';
import { ApiEnvelope, BodyExample, type Envelope, envelope, Permit, TextField, validated } from '@radiant/nest-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actorOf } from '../actor.js';

export class DataKeyBody {
  @TextField(1, 100, {
    optional: true,
    example: 'tenant',
    description: '`tenant`, the id of a session, or `audit-signing` of the platform.',
  })
  readonly scope?: string;
}

export class RewrappingBody {
  @TextField(1, 100, {
    optional: true,
    example: 'tenant',
    description: "`tenant`, or the id of a session. Without it: all keys of the tenant, its sessions' too.",
  })
  readonly scope?: string;
}

export class ShreddingBody {
  @TextField(1, 100, { example: 'tenant', description: '`tenant`: everything of it; or the id of a session.' })
  readonly scope!: string;

  @TextField(36, 36, { description: "The tenant's id once more, so that nobody does this by mistake." })
  readonly confirm!: string;
}

export class DataKeyAnswer {
  @ApiProperty({ description: 'The version that everything is sealed under from now on.' })
  readonly version!: number;
}

export class DataKeyCountAnswer {
  @ApiProperty({ description: 'How many versions of the key were concerned.' })
  readonly versions!: number;
}

@ApiTags('Data keys')
@ApiBearerAuth('token')
@Controller('api/v2/tenants/:tenantId/data-keys')
@UsePipes(validated())
export class DataKeysController {
  constructor(
    @Inject(RotateDataKey) private readonly rotation: RotateDataKey,
    @Inject(RewrapDataKeys) private readonly rewrapping: RewrapDataKeys,
    @Inject(ShredKey) private readonly shredding: ShredKey,
  ) {}

  @Post('rotate')
  @HttpCode(200)
  @Permit('data_key.change')
  @ApiOperation({
    summary: 'Seal under a new key from now on; what was sealed before stays readable',
    description:
      'For super administrators: of the tenant `00000000-0000-0000-0000-000000000000`, `audit-signing` is the key that ' +
      'signs the ends of audit trails. What was signed before still verifies.',
  })
  @ApiEnvelope(DataKeyAnswer)
  @BodyExample(DataKeyBody, { scope: 'tenant' })
  async rotate(
    @Param('tenantId') tenant: string,
    @Body() body: DataKeyBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<DataKeyAnswer>> {
    return envelope(reply, { version: await this.rotation.execute(actorOf(request), tenantId(tenant), body) });
  }

  @Post('rewrap')
  @HttpCode(200)
  @Permit('data_key.change')
  @ApiOperation({
    summary: "Wrap the tenant's keys with the platform's present key, so that the one before can go",
    description:
      "The platform's own keys, that of the audit trail's signatures among them, are those of the tenant " +
      '`00000000-0000-0000-0000-000000000000`, for super administrators.',
  })
  @ApiEnvelope(DataKeyCountAnswer)
  @BodyExample(RewrappingBody, {})
  async rewrap(
    @Param('tenantId') tenant: string,
    @Body() body: RewrappingBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<DataKeyCountAnswer>> {
    return envelope(reply, { versions: await this.rewrapping.execute(actorOf(request), tenantId(tenant), body) });
  }

  @Post('shred')
  @HttpCode(200)
  @Permit('data_key.change')
  @ApiOperation({
    summary: 'Destroy the key: what it sealed can never be opened again, in backups either',
    description: 'Refused (409) while a legal hold stands. The audit chain still verifies afterwards.',
  })
  @ApiEnvelope(DataKeyCountAnswer)
  @BodyExample(ShreddingBody, { scope: 'tenant', confirm: '11111111-1111-4111-8111-111111111111' })
  async shred(
    @Param('tenantId') tenant: string,
    @Body() body: ShreddingBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<DataKeyCountAnswer>> {
    return envelope(reply, { versions: await this.shredding.execute(actorOf(request), tenantId(tenant), body) });
  }
}
