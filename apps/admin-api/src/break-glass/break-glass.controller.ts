import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req, Res, UsePipes } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { DecideBreakGlass, ListBreakGlass, RequestBreakGlass, ReviewBreakGlass } from '@radiant/governance';
import { breakGlassId, type BreakGlassGrant } from '@radiant/identity';
import {
  ApiEnvelope,
  BodyExample,
  ChoiceField,
  type Envelope,
  envelope,
  pagination,
  Permit,
  principalOf,
  TextField,
  validated,
} from '@radiant/nest-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actorOf } from '../actor.js';
import { shown } from '../moments.js';
import { PageQuery, sliceOf } from '../paging.js';

const STATUSES = ['pending', 'active', 'denied', 'ended'];
const DECISIONS = ['approve', 'deny'] as const;
const REVIEWS = ['justified', 'not_justified'] as const;

export class BreakGlassBody {
  @TextField(10, 500, {
    example: 'Patient in the emergency room, the chart must be read now',
    description: 'Kept sealed.',
  })
  readonly reason!: string;
}

export class BreakGlassDecisionBody {
  @ChoiceField(DECISIONS)
  readonly decision!: (typeof DECISIONS)[number];
}

export class BreakGlassReviewBody {
  @ChoiceField(REVIEWS)
  readonly review!: (typeof REVIEWS)[number];
}

export class BreakGlassAnswer {
  @ApiProperty({ format: 'uuid' })
  readonly id!: string;

  @ApiProperty({ enum: STATUSES })
  readonly status!: string;

  @ApiProperty()
  readonly requestedBy!: string;

  @ApiProperty()
  readonly reason!: string;

  @ApiProperty({ format: 'date-time' })
  readonly createdAt!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly startsAt!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'An hour after it began.' })
  readonly expiresAt!: string | null;

  @ApiProperty({ type: String, nullable: true })
  readonly decidedBy!: string | null;

  @ApiProperty({ type: String, nullable: true })
  readonly reviewedBy!: string | null;

  @ApiProperty({ enum: [...REVIEWS], nullable: true, type: String })
  readonly review!: string | null;
}

export class OneBreakGlassAnswer {
  @ApiProperty()
  readonly breakGlass!: BreakGlassAnswer;
}

export class BreakGlassListAnswer {
  @ApiProperty({ type: [BreakGlassAnswer] })
  readonly breakGlass!: readonly BreakGlassAnswer[];
}

@ApiTags('Break-glass')
@ApiBearerAuth('token')
@Controller('api/v2/break-glass')
@UsePipes(validated())
export class BreakGlassController {
  constructor(
    @Inject(ListBreakGlass) private readonly lists: ListBreakGlass,
    @Inject(RequestBreakGlass) private readonly ask: RequestBreakGlass,
    @Inject(DecideBreakGlass) private readonly decision: DecideBreakGlass,
    @Inject(ReviewBreakGlass) private readonly reviewing: ReviewBreakGlass,
  ) {}

  @Get()
  @Permit('break_glass.read')
  @ApiOperation({ summary: 'Who asked for access out of the ordinary, newest first: also the queue of reviews' })
  @ApiEnvelope(BreakGlassListAnswer)
  async list(
    @Query() query: PageQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<BreakGlassListAnswer>> {
    const found = await this.lists.execute(actorOf(request), principalOf(request).tenantId, sliceOf(query));
    return envelope(reply, { breakGlass: found.items.map(present) }, pagination(query.page, query.limit, found));
  }

  @Post()
  @Permit('break_glass.request')
  @ApiOperation({
    summary: 'Ask for access out of the ordinary, for an hour',
    description:
      'Somebody else approves it first, or looks at it afterwards (RADIANT_BREAK_GLASS_APPROVAL). An alert is raised.',
  })
  @ApiEnvelope(OneBreakGlassAnswer, 201)
  @BodyExample(BreakGlassBody, { reason: 'Emergency room, the chart must be read now' })
  async add(
    @Body() body: BreakGlassBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<OneBreakGlassAnswer>> {
    const grant = await this.ask.execute(actorOf(request), principalOf(request).tenantId, body);
    return envelope(reply, { breakGlass: present(grant) });
  }

  @Post(':id/decision')
  @HttpCode(200)
  @Permit('break_glass.decide')
  @ApiOperation({ summary: 'Approve or deny, as somebody else than who asked; the hour begins with the approval' })
  @ApiEnvelope(OneBreakGlassAnswer)
  @BodyExample(BreakGlassDecisionBody, { decision: 'approve' })
  async decide(
    @Param('id') id: string,
    @Body() { decision }: BreakGlassDecisionBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<OneBreakGlassAnswer>> {
    const { tenantId } = principalOf(request);
    const grant = await this.decision.execute(actorOf(request), tenantId, breakGlassId(id), { decision });
    return envelope(reply, { breakGlass: present(grant) });
  }

  @Post(':id/review')
  @HttpCode(200)
  @Permit('break_glass.decide')
  @ApiOperation({ summary: 'Say afterwards, as somebody else than who asked, whether it was justified' })
  @ApiEnvelope(OneBreakGlassAnswer)
  @BodyExample(BreakGlassReviewBody, { review: 'justified' })
  async review(
    @Param('id') id: string,
    @Body() { review }: BreakGlassReviewBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<OneBreakGlassAnswer>> {
    const { tenantId } = principalOf(request);
    const grant = await this.reviewing.execute(actorOf(request), tenantId, breakGlassId(id), { review });
    return envelope(reply, { breakGlass: present(grant) });
  }
}

const present = (grant: BreakGlassGrant): BreakGlassAnswer => ({
  id: grant.id,
  status: grant.status,
  requestedBy: grant.requestedBy,
  reason: grant.reason,
  createdAt: shown(grant.createdAt),
  startsAt: shown(grant.startsAt),
  expiresAt: shown(grant.expiresAt),
  decidedBy: grant.decidedBy ?? null,
  reviewedBy: grant.reviewedBy ?? null,
  review: grant.review ?? null,
});
