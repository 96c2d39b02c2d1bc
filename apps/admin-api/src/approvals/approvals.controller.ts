import { Controller, Get, Inject, Query, Req, Res, UsePipes } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { APPROVAL_KINDS, ListApprovals, type Approval, type ApprovalKind } from '@radiant/governance';
import {
  ApiEnvelope,
  type Envelope,
  envelope,
  OneOf,
  pagination,
  Permit,
  principalOf,
  validated,
} from '@radiant/nest-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actorOf } from '../actor.js';
import { shown } from '../moments.js';
import { PageQuery, sliceOf } from '../paging.js';

/** Where each kind is decided. */
const DECISION_PATHS: Readonly<Record<ApprovalKind, (id: string) => string>> = {
  reidentification: (id) => `/api/v2/reidentifications/${id}/decision`,
  break_glass: (id) => `/api/v2/break-glass/${id}/decision`,
  break_glass_review: (id) => `/api/v2/break-glass/${id}/review`,
};

export class ApprovalsQuery extends PageQuery {
  @OneOf(APPROVAL_KINDS)
  readonly kind?: ApprovalKind;
}

export class ApprovalAnswer {
  @ApiProperty({ enum: [...APPROVAL_KINDS] })
  readonly kind!: ApprovalKind;

  @ApiProperty({ format: 'uuid' })
  readonly id!: string;

  @ApiProperty({ description: 'The user id of the person, or else the id of the API key. Somebody else decides.' })
  readonly requestedBy!: string;

  @ApiProperty()
  readonly reason!: string;

  @ApiProperty({ format: 'date-time' })
  readonly createdAt!: string;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'From then on nobody can decide. Null: it waits.',
  })
  readonly lapsesAt!: string | null;

  @ApiProperty({
    example: '/api/v2/reidentifications/11111111-1111-4111-8111-111111111111/decision',
    description: 'Where the decision is posted.',
  })
  readonly decision!: string;
}

export class ApprovalsAnswer {
  @ApiProperty({ type: [ApprovalAnswer] })
  readonly approvals!: readonly ApprovalAnswer[];
}

@ApiTags('Approvals')
@ApiBearerAuth('token')
@Controller('api/v2/approvals')
@UsePipes(validated())
export class ApprovalsController {
  constructor(@Inject(ListApprovals) private readonly lists: ListApprovals) {}

  @Get()
  @Permit('approval.read')
  @ApiOperation({ summary: 'Everything that waits for a decision, what lapses first at the top' })
  @ApiEnvelope(ApprovalsAnswer)
  async list(
    @Query() query: ApprovalsQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<ApprovalsAnswer>> {
    const { tenantId } = principalOf(request);
    const found = await this.lists.execute(actorOf(request), tenantId, sliceOf(query), query.kind);
    return envelope(reply, { approvals: found.items.map(present) }, pagination(query.page, query.limit, found));
  }
}

const present = ({ kind, id, requestedBy, reason, createdAt, lapsesAt }: Approval): ApprovalAnswer => ({
  kind,
  id,
  requestedBy,
  reason,
  createdAt: shown(createdAt),
  lapsesAt: shown(lapsesAt),
  decision: DECISION_PATHS[kind](id),
});
