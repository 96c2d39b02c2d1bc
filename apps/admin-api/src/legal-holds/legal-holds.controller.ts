import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Inject,
  Param,
  Post,
  Query,
  Req,
  Res,
  UsePipes,
} from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { ListLegalHolds, PlaceLegalHold, ReleaseLegalHold } from '@radiant/governance';
import { legalHoldId, type LegalHold } from '@radiant/identity';
import { tenantId } from '@radiant/kernel';
import {
  ApiEnvelope,
  BodyExample,
  type Envelope,
  envelope,
  pagination,
  Permit,
  TextField,
  validated,
} from '@radiant/nest-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actorOf } from '../actor.js';
import { shown } from '../moments.js';
import { PageQuery, sliceOf } from '../paging.js';

export class LegalHoldBody {
  @TextField(10, 500, { example: 'Preservation letter of 3 March, matter 17-204', description: 'Kept sealed.' })
  readonly reason!: string;
}

export class LegalHoldAnswer {
  @ApiProperty({ format: 'uuid' })
  readonly id!: string;

  @ApiProperty()
  readonly reason!: string;

  @ApiProperty()
  readonly placedBy!: string;

  @ApiProperty({ description: 'Whether a super administrator placed it: then only one releases it.' })
  readonly byPlatform!: boolean;

  @ApiProperty({ format: 'date-time' })
  readonly placedAt!: string;

  @ApiProperty({ type: String, nullable: true })
  readonly releasedBy!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly releasedAt!: string | null;
}

export class OneLegalHoldAnswer {
  @ApiProperty()
  readonly legalHold!: LegalHoldAnswer;
}

export class LegalHoldsAnswer {
  @ApiProperty({ type: [LegalHoldAnswer] })
  readonly legalHolds!: readonly LegalHoldAnswer[];
}

@ApiTags('Legal holds')
@ApiBearerAuth('token')
@Controller('api/v2/tenants/:tenantId/legal-holds')
@UsePipes(validated())
export class LegalHoldsController {
  constructor(
    @Inject(ListLegalHolds) private readonly lists: ListLegalHolds,
    @Inject(PlaceLegalHold) private readonly place: PlaceLegalHold,
    @Inject(ReleaseLegalHold) private readonly release: ReleaseLegalHold,
  ) {}

  @Get()
  @Permit('audit.read')
  @ApiOperation({ summary: 'Legal holds of a tenant, newest first' })
  @ApiEnvelope(LegalHoldsAnswer)
  async list(
    @Param('tenantId') tenant: string,
    @Query() query: PageQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<LegalHoldsAnswer>> {
    const found = await this.lists.execute(actorOf(request), tenantId(tenant), sliceOf(query));
    return envelope(reply, { legalHolds: found.items.map(present) }, pagination(query.page, query.limit, found));
  }

  @Post()
  @Permit('legal_hold.change')
  @ApiOperation({ summary: "Place a hold: nothing of the tenant's audit trail is purged while it stands" })
  @ApiEnvelope(OneLegalHoldAnswer, 201)
  @BodyExample(LegalHoldBody, { reason: 'Preservation letter of 3 March, matter 17-204' })
  async add(
    @Param('tenantId') tenant: string,
    @Body() body: LegalHoldBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<OneLegalHoldAnswer>> {
    const hold = await this.place.execute(actorOf(request), tenantId(tenant), body);
    return envelope(reply, { legalHold: present(hold) });
  }

  @Delete(':id')
  @HttpCode(200)
  @Permit('legal_hold.change')
  @ApiOperation({ summary: 'Release a hold' })
  @ApiEnvelope(OneLegalHoldAnswer)
  async end(
    @Param('tenantId') tenant: string,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<OneLegalHoldAnswer>> {
    const hold = await this.release.execute(actorOf(request), tenantId(tenant), legalHoldId(id));
    return envelope(reply, { legalHold: present(hold) });
  }
}

const present = (hold: LegalHold): LegalHoldAnswer => ({
  id: hold.id,
  reason: hold.reason,
  placedBy: hold.placedBy,
  byPlatform: hold.byPlatform,
  placedAt: shown(hold.placedAt),
  releasedBy: hold.releasedBy ?? null,
  releasedAt: shown(hold.releasedAt),
});
