import { Controller, Get, HttpCode, Inject, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '../access/public.js';
import { featureFlags, type Tier } from '../configuration/features.js';
import { envelope, type Envelope } from '../http/envelope.js';
import { ApiEnvelope } from '../openapi/api-envelope.js';
import { BUILD } from './build.js';
import { HealthChecks } from './health-checks.js';
import { HealthAnswer, ReadyAnswer, VersionAnswer } from './probe-answers.js';

/** What the probes say of the deployment. */
export class Deployment {
  constructor(
    readonly appId: string,
    readonly environment: string,
    readonly tier: Tier,
  ) {}
}

@ApiTags('Probes')
@Controller()
export class ProbesController {
  constructor(
    @Inject(Deployment) private readonly deployment: Deployment,
    @Inject(HealthChecks) private readonly checks: HealthChecks,
  ) {}

  @Get(['api/v2/health', 'api/v2'])
  @Public()
  @ApiOperation({ summary: 'Whether the process answers' })
  @ApiEnvelope(HealthAnswer)
  health(@Res({ passthrough: true }) reply: FastifyReply): Envelope<HealthAnswer> {
    return envelope(reply, { status: 'healthy', ...this.moment() });
  }

  @Get('api/v2/ready')
  @Public()
  @ApiOperation({ summary: 'Whether everything that a call needs answers; 503 and `degraded` otherwise' })
  @ApiEnvelope(ReadyAnswer)
  @ApiEnvelope(ReadyAnswer, 503)
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Envelope<ReadyAnswer>> {
    const checks = await this.checks.run('all');
    const ready = Object.values(checks).every(({ status }) => status === 'healthy');
    void reply.status(ready ? 200 : 503);
    return envelope(reply, { status: ready ? 'ready' : 'degraded', ...this.moment(), checks });
  }

  @Get('api/v2/version')
  @Public()
  @ApiOperation({ summary: 'Which build this is and what its tier has' })
  @ApiEnvelope(VersionAnswer)
  version(@Res({ passthrough: true }) reply: FastifyReply): Envelope<VersionAnswer> {
    const { appId, environment, tier } = this.deployment;
    return envelope(reply, { ...BUILD, appId, environment, tier, features: { ...featureFlags(tier) } });
  }

  @Get('health/live')
  @Public()
  @HttpCode(204)
  @ApiOperation({ summary: "The orchestrator's liveness probe" })
  live(): void {
    // Answering is the proof.
  }

  @Get('health/ready')
  @Public()
  @ApiOperation({
    summary: "The orchestrator's readiness probe: our own stores only, so that a provider's bad day stops no replica",
  })
  @ApiNoContentResponse({ description: 'Ready.' })
  @ApiServiceUnavailableResponse({ description: 'A store of our own does not answer. Without a body.' })
  async ownReady(@Res() reply: FastifyReply): Promise<void> {
    const checks = await this.checks.run('own');
    const ready = Object.values(checks).every(({ status }) => status === 'healthy');
    await reply.status(ready ? 204 : 503).send();
  }

  private moment(): Pick<HealthAnswer, 'timestamp' | 'environment' | 'tier'> {
    const { environment, tier } = this.deployment;
    return { timestamp: new Date().toISOString(), environment, tier };
  }
}
