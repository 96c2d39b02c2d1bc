import { Controller, Get, Header, Inject, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { allows } from '@radiant/identity';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Permit } from '../access/permit.js';
import { envelope, type Envelope } from '../http/envelope.js';
import { ApiEnvelope } from '../openapi/api-envelope.js';
import { MetricsAnswer, presentMetrics } from './metrics-answers.js';
import { PROMETHEUS_TYPE, prometheusText, type ProcessMetrics } from './prometheus-text.js';

/** Where the metrics of the processes that are shown here come from. */
export abstract class MetricsSource {
  /** @throws DomainError `service_unavailable`. */
  abstract read(): Promise<readonly ProcessMetrics[]>;
}

@ApiTags('Metrics')
@ApiBearerAuth('token')
@Controller('api/v2/metrics')
export class MetricsController {
  constructor(@Inject(MetricsSource) private readonly source: MetricsSource) {}

  @Get()
  @Permit('metrics.read')
  @ApiOperation({
    summary: 'What the processes have counted since they started',
    description:
      'Of all tenants together: for administrators, and for who shows `RADIANT_METRICS_TOKEN`. What was billed is shown to super administrators and with that token alone.',
  })
  @ApiEnvelope(MetricsAnswer)
  async get(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<MetricsAnswer>> {
    return envelope(reply, presentMetrics(shownTo(request, await this.source.read())));
  }
}

/** The one address that Prometheus scrapes. */
@ApiTags('Metrics')
@ApiBearerAuth('token')
@Controller('metrics')
export class ScrapeController {
  constructor(@Inject(MetricsSource) private readonly source: MetricsSource) {}

  @Get()
  @Permit('metrics.read')
  @Header('content-type', PROMETHEUS_TYPE)
  @ApiProduces('text/plain')
  @ApiOperation({
    summary: "The same in Prometheus' text format: this process and every replica of the public API",
    description: 'Each series is told apart by `service` and `replica`.',
  })
  @ApiOkResponse({ content: { 'text/plain': { schema: { type: 'string' } } } })
  async get(@Req() request: FastifyRequest): Promise<string> {
    return prometheusText(shownTo(request, await this.source.read()));
  }
}

/** What all tenants together cost and were billed: as reports across tenants, the platform's alone. */
const MONEY: ReadonlySet<string> = new Set(['radiant_cost_picos_total', 'radiant_billed_picos_total']);

/** Without a principal it is the token of the metrics that was shown. */
function shownTo({ principal }: FastifyRequest, processes: readonly ProcessMetrics[]): readonly ProcessMetrics[] {
  if (!principal || allows(principal.roles, 'platform_report.read')) return processes;
  return processes.map(({ labels, metrics }) => ({ labels, metrics: metrics.filter(({ name }) => !MONEY.has(name)) }));
}
