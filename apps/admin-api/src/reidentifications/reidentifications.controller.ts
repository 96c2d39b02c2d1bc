import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req, Res, UsePipes } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { DecideReidentification, ListReidentifications } from '@radiant/governance';
import {
  ApiEnvelope,
  BodyExample,
  ChoiceField,
  type Envelope,
  envelope,
  OneOf,
  pagination,
  Permit,
  principalOf,
  TextField,
  validated,
} from '@radiant/nest-kit';
import {
  REIDENTIFICATION_STATUSES,
  reidentificationId,
  type Reidentification,
  type ReidentificationStatus,
} from '@radiant/phi';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actorOf } from '../actor.js';
import { shown } from '../moments.js';
import { PageQuery, sliceOf } from '../paging.js';

const DECISIONS = ['approve', 'deny'] as const;

export class ReidentificationsQuery extends PageQuery {
  @OneOf(REIDENTIFICATION_STATUSES)
  readonly status?: ReidentificationStatus;
}

export class ReidentificationDecisionBody {
  @ChoiceField(DECISIONS)
  readonly decision!: (typeof DECISIONS)[number];

  @TextField(1, 500, { example: 'The ward confirmed the request by phone', description: 'Kept sealed.' })
  readonly reason!: string;
}

export class ReidentificationRequestAnswer {
  @ApiProperty({ format: 'uuid' })
  readonly id!: string;

  @ApiProperty({ enum: [...REIDENTIFICATION_STATUSES] })
  readonly status!: string;

  @ApiProperty({ format: 'uuid' })
  readonly mappingId!: string;

  @ApiProperty({ description: 'The user id of the person, or else the id of the API key.' })
  readonly requestedBy!: string;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The API key that asked, if it was one.' })
  readonly requestedWith!: string | null;

  @ApiProperty()
  readonly reason!: string;

  @ApiProperty({ format: 'date-time' })
  readonly createdAt!: string;

  @ApiProperty({ format: 'date-time', description: 'From then on it is neither decided nor read.' })
  readonly expiresAt!: string;

  @ApiProperty({ type: String, nullable: true })
  readonly decidedBy!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly decidedAt!: string | null;
}

export class OneReidentificationAnswer {
  @ApiProperty()
  readonly reidentification!: ReidentificationRequestAnswer;
}

export class ReidentificationsAnswer {
  @ApiProperty({ type: [ReidentificationRequestAnswer] })
  readonly reidentifications!: readonly ReidentificationRequestAnswer[];
}

@ApiTags('Re-identification')
@ApiBearerAuth('token')
@Controller('api/v2/reidentifications')
@UsePipes(validated())
export class ReidentificationsController {
  constructor(
    @Inject(ListReidentifications) private readonly lists: ListReidentifications,
    @Inject(DecideReidentification) private readonly decision: DecideReidentification,
  ) {}

  @Get()
  @Permit('reidentification.read')
  @ApiOperation({
    summary: 'Requests to see originals, newest first',
    description: 'Without the texts that are to be opened: those are for the requester alone.',
  })
  @ApiEnvelope(ReidentificationsAnswer)
  async list(
    @Query() query: ReidentificationsQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<ReidentificationsAnswer>> {
    const { tenantId } = principalOf(request);
    const found = await this.lists.execute(actorOf(request), tenantId, sliceOf(query), query.status);
    const reidentifications = found.items.map((item) => present(item.request, item.status));
    return envelope(reply, { reidentifications }, pagination(query.page, query.limit, found));
  }

  @Post(':id/decision')
  @HttpCode(200)
  @Permit('reidentification.decide')
  @ApiOperation({
    summary: 'Approve or deny, as somebody else than who asked',
    description: 'Once, and before the request expires: otherwise 409.',
  })
  @ApiEnvelope(OneReidentificationAnswer)
  @BodyExample(ReidentificationDecisionBody, {
    decision: 'approve',
    reason: 'The ward confirmed the request by phone',
  })
  async decide(
    @Param('id') id: string,
    @Body() { decision, reason }: ReidentificationDecisionBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<OneReidentificationAnswer>> {
    const decided = await this.decision.execute(
      actorOf(request),
      principalOf(request).tenantId,
      reidentificationId(id),
      { decision, reason },
    );
    return envelope(reply, { reidentification: present(decided, decided.status) });
  }
}

const present = (request: Reidentification, status: ReidentificationStatus): ReidentificationRequestAnswer => ({
  id: request.id,
  status,
  mappingId: request.mappingId,
  requestedBy: request.requestedBy,
  requestedWith: request.requestedWith ?? null,
  reason: request.reason,
  createdAt: shown(request.createdAt),
  expiresAt: shown(request.expiresAt),
  decidedBy: request.decidedBy ?? null,
  decidedAt: shown(request.decidedAt),
});
