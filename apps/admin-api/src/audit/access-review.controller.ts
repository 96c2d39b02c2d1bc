import { Controller, Get, Inject, Query, Req, Res, UsePipes } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { ACCESS_REVIEW_FIELDS, AccessReview, type AccessReviewRow } from '@radiant/governance';
import { csvLine } from '@radiant/kernel';
import { ApiEnvelope, type Envelope, envelope, OneOf, Permit, principalOf, validated } from '@radiant/nest-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actorOf } from '../actor.js';

export class AccessReviewQuery {
  @OneOf(['json', 'csv'])
  readonly format: 'json' | 'csv' = 'json';
}

export class AccessReviewRowAnswer implements AccessReviewRow {
  @ApiProperty({ enum: ['api_key', 'app_user', 'break_glass'] })
  readonly kind!: AccessReviewRow['kind'];

  @ApiProperty({ format: 'uuid' })
  readonly id!: string;

  @ApiProperty({ description: "The name of a key; the identity provider's id of a person." })
  readonly holder!: string;

  @ApiProperty({ type: String, nullable: true })
  readonly appId!: string | null;

  @ApiProperty({ description: "A key's scopes, otherwise the kind of access." })
  readonly access!: string;

  @ApiProperty({ enum: ['active', 'expired', 'revoked', 'suspended', 'pending', 'denied', 'ended'] })
  readonly status!: AccessReviewRow['status'];

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly createdAt!: string | null;

  @ApiProperty({ type: String, nullable: true })
  readonly createdBy!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly lastUsedAt!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly expiresAt!: string | null;
}

export class AccessReviewAnswer {
  @ApiProperty({ type: [AccessReviewRowAnswer] })
  readonly access!: readonly AccessReviewRowAnswer[];
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
  @ApiEnvelope(AccessReviewAnswer, 200, ['text/csv'])
  async list(
    @Query() { format }: AccessReviewQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<AccessReviewAnswer> | string> {
    const rows = await this.review.execute(actorOf(request), principalOf(request).tenantId);
    if (format === 'json') return envelope(reply, { access: rows });
    void reply.header('content-type', 'text/csv; charset=utf-8');
    return [ACCESS_REVIEW_FIELDS, ...rows.map((row) => ACCESS_REVIEW_FIELDS.map((field) => row[field] ?? ''))]
      .map((cells) => csvLine(cells))
      .join('');
  }
}
