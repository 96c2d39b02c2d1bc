import { Body, Controller, HttpCode, Inject, Post, Req, Res, UsePipes } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { PreviewPolicies, type AskedAgreement } from '@radiant/governance';
import { ApiEnvelope, BodyExample, type Envelope, envelope, Permit, principalOf, validated } from '@radiant/nest-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actorOf } from '../actor.js';
import { budgetAsked } from '../budgets/budget-bodies.js';
import { PreviewAnswer, presentPreview } from './preview-answers.js';
import { PreviewBody, type ProposedAgreementBody } from './preview-bodies.js';

const DAYS = 30;

@ApiTags('Policies')
@ApiBearerAuth('token')
@Controller('api/v2/policies')
@UsePipes(validated())
export class PoliciesController {
  constructor(@Inject(PreviewPolicies) private readonly previews: PreviewPolicies) {}

  @Post('preview')
  @HttpCode(200)
  @Permit('policy.read')
  @ApiOperation({
    summary: 'What a PHI policy, agreements or a budget would have done to the last days, before they are saved',
    description:
      'Replays the metadata of calls (audit rows with categories and counts, usage), never a text, and changes nothing. ' +
      "`unknown` says what the history can't tell.",
  })
  @ApiEnvelope(PreviewAnswer)
  @BodyExample(PreviewBody, {
    days: 30,
    phi_config: {
      mode: 'auto',
      categories: { DIAGNOSIS: true },
      reidentification: { allowed: true, requires_approval: true, mapping_ttl_hours: 24 },
    },
  })
  async preview(
    @Body() body: PreviewBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<PreviewAnswer>> {
    const preview = await this.previews.execute(actorOf(request), principalOf(request).tenantId, {
      days: body.days ?? DAYS,
      phiConfig: body.phi_config,
      agreements: body.agreements && {
        end: body.agreements.end ?? [],
        add: (body.agreements.add ?? []).map(agreementAsked),
      },
      budget: body.budget && budgetAsked(body.budget),
    });
    return envelope(reply, presentPreview(preview));
  }
}

const agreementAsked = (body: ProposedAgreementBody): AskedAgreement => ({
  providerId: body.provider_id,
  modelId: body.model_id,
  region: body.region,
  services: body.services,
});
