import { Controller, Get, Header, Inject, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
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
    description: 'Of all tenants together, so for super administrators, and for who shows `RADIANT_METRICS_TOKEN`.',
  })
  @ApiEnvelope(MetricsAnswer)
  async get(@Res({ passthrough: true }) reply: FastifyReply): Promise<Envelope<MetricsAnswer>> {
    return envelope(reply, presentMetrics(await this.source.read()));
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
  async get(): Promise<string> {
    return prometheusText(await this.source.read());
  }
}
