import { Controller, Get, Inject, Query, Req, Res, UsePipes } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  totalTokens,
  UsageReports,
  type Period,
  type TokenUsage,
  type UsageEntry,
  type UsageTotal,
} from '@radiant/billing';
import { Clock, type TenantId } from '@radiant/kernel';
import { ApiEnvelope, envelope, type Envelope, pagination, Permit, principalOf, validated } from '@radiant/nest-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  UsageRecordsAnswer,
  UsageSummaryAnswer,
  type UsageRecordAnswer,
  type UsageDetailAnswer,
  type UsageTotalAnswer,
} from './usage-answers.js';
import { PeriodQuery, periodOf, UsageQuery, UsageRecordsQuery } from './usage-queries.js';

@ApiTags('Usage')
@ApiBearerAuth('key')
@Controller('api/v2/usage')
@UsePipes(validated({ unknownFields: 'ignored' }))
export class UsageController {
  constructor(
    @Inject(UsageReports) private readonly reports: UsageReports,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get()
  @Permit('usage.read')
  @ApiOperation({ summary: 'What was consumed in a period, in all and by group' })
  @ApiEnvelope(UsageSummaryAnswer)
  async summary(
    @Query() query: UsageQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<UsageSummaryAnswer>> {
    const { tenantId } = principalOf(request);
    const summary = await this.reports.summary(tenantId, await this.period(tenantId, query), query.group_by);
    return envelope(reply, {
      total: presentTotal(summary.total),
      groups: summary.groups.map((group) => ({ key: group.key, ...presentTotal(group) })),
    });
  }

  @Get('records')
  @Permit('usage.read')
  @ApiOperation({ summary: 'One record per call, newest first' })
  @ApiEnvelope(UsageRecordsAnswer)
  async records(
    @Query() query: UsageRecordsQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<UsageRecordsAnswer>> {
    const { tenantId } = principalOf(request);
    const { page, limit } = query;
    const found = await this.reports.records(tenantId, await this.period(tenantId, query), {
      limit,
      offset: (page - 1) * limit,
    });
    return envelope(reply, { records: found.items.map(presentRecord) }, pagination(page, limit, found));
  }

  private period(tenantId: TenantId, query: PeriodQuery): Promise<Period> {
    return periodOf(query, this.clock.now(), () => this.reports.timeZone(tenantId));
  }
}

const presentRecord = (entry: UsageEntry): UsageRecordAnswer => ({
  requestId: entry.requestId,
  modelId: entry.modelId,
  providerId: entry.providerId,
  inputTokens: entry.usage.inputTokens,
  cachedInputTokens: entry.usage.cachedInputTokens,
  outputTokens: entry.usage.outputTokens,
  reasoningTokens: entry.usage.reasoningTokens,
  totalTokens: totalTokens(entry.usage),
  detail: presentDetail(entry.usage.detail ?? {}),
  cost: entry.cost.toString(),
  billedAmount: entry.billedAmount.toString(),
  currency: 'USD',
  estimated: entry.estimated,
  priceVersion: entry.priceVersion,
  markupBasisPoints: entry.markupBasisPoints ?? null,
  markupVersion: entry.markupVersion ?? null,
  requestType: entry.requestType,
  tags: entry.tags,
  latencyMs: entry.latencyMs,
  createdAt: new Date(entry.createdAt).toISOString(),
});

const presentDetail = (detail: NonNullable<TokenUsage['detail']>): UsageDetailAnswer => ({
  cacheWriteTokens: detail.cache_write_tokens,
  cacheWrite1hTokens: detail.cache_write_1h_tokens,
  audioInputTokens: detail.audio_input_tokens,
  imageInputTokens: detail.image_input_tokens,
  videoInputTokens: detail.video_input_tokens,
  audioOutputTokens: detail.audio_output_tokens,
  imageOutputTokens: detail.image_output_tokens,
  images: detail.images,
  audioSeconds: detail.audio_seconds,
  videoSeconds: detail.video_seconds,
  models3d: detail.models_3d,
  cacheHits: detail.cache_hits,
});

const presentTotal = (total: UsageTotal): UsageTotalAnswer => ({
  requests: total.requests,
  inputTokens: total.inputTokens,
  outputTokens: total.outputTokens,
  cost: total.cost.toString(),
  billedAmount: total.billedAmount.toString(),
});
