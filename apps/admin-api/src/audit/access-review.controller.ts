import { Controller, Get, Inject, Query, Req, Res, UsePipes } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { csvLine } from '@radiant/audit';
import { ACCESS_REVIEW_FIELDS, AccessReview } from '@radiant/governance';
import { envelope, OneOf, Permit, principalOf, validated } from '@radiant/nest-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actorOf } from '../actor.js';

export class AccessReviewQuery {
  @OneOf(['json', 'csv'])
  readonly format: 'json' | 'csv' = 'json';
}

@ApiTags('Access review')
@ApiBearerAuth('token')
@Controller('api/v2/access-review')
@UsePipes(validated())
export class AccessReviewController {
  constructor(@Inject(AccessReview) private readonly review: AccessReview) {}

  @Get()
  @Permit('access_review.read')
  @ApiOperation({
    summary: 'Who has access to the tenant: every key, app user and break-glass grant',
    description: 'As JSON in the envelope, or as CSV for the signature of whoever reviews it.',
  })
  @ApiProduces('application/json', 'text/csv')
  async list(
    @Query() { format }: AccessReviewQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object | string> {
    const rows = await this.review.execute(actorOf(request), principalOf(request).tenantId);
    if (format === 'json') return envelope(reply, { access: rows });
    void reply.header('content-type', 'text/csv; charset=utf-8');
    return [ACCESS_REVIEW_FIELDS, ...rows.map((row) => ACCESS_REVIEW_FIELDS.map((field) => row[field] ?? ''))]
      .map((cells) => csvLine(cells))
      .join('');
  }
}
