import { Body, Controller, HttpCode, Inject, Post, Req, Res, UsePipes } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AdmitToSession } from '@radiant/inference';
import { callingApp } from '@radiant/identity';
import { sessionId } from '@radiant/kernel';
import { ApiEnvelope, BodyExample, type Envelope, envelope, Permit, principalOf, validated } from '@radiant/nest-kit';
import { DetectPhi, SanitizeTexts, type PhiMatch, type Replacement, type SanitizedTexts } from '@radiant/phi';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DetectionAnswer, SanitizationAnswer, type PhiMatchAnswer, type ReplacementAnswer } from './phi-answers.js';
import { DetectBody, SanitizeBody, textsOf } from './phi-bodies.js';

@ApiTags('PHI')
@ApiBearerAuth('key')
@Controller('api/v2/phi')
@UsePipes(validated({ unknownFields: 'ignored' }))
export class PhiController {
  constructor(
    @Inject(DetectPhi) private readonly detection: DetectPhi,
    @Inject(SanitizeTexts) private readonly sanitization: SanitizeTexts,
    @Inject(AdmitToSession) private readonly sessions: AdmitToSession,
  ) {}

  @Post('detect')
  @HttpCode(200)
  @Permit('phi.detect')
  @ApiOperation({
    summary: 'Where PHI stands in a text',
    description: "By the tenant's policy, as if protection was asked for. Nothing is kept.",
  })
  @ApiEnvelope(DetectionAnswer)
  @BodyExample(DetectBody, { text: 'Patient Jane Doe, SSN 219-09-9999' })
  async detect(
    @Body() { text, phi_categories }: DetectBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<DetectionAnswer>> {
    const { tenantId } = principalOf(request);
    const asked = { text, categories: phi_categories ?? [] };
    const matches = await this.detection.execute(tenantId, asked, rulesOnly(reply));
    return envelope(reply, { matches: matches.map(presentMatch) });
  }

  @Post('sanitize')
  @HttpCode(200)
  @Permit('phi.detect')
  @ApiOperation({
    summary: 'Replace the PHI of texts by placeholders',
    description:
      'What they stand for is in the vault when this answers, for as long as the policy says; `/phi/reidentify` puts it back. ' +
      'A session that somebody else began, or that hides for another app, is 404.',
  })
  @ApiEnvelope(SanitizationAnswer)
  @BodyExample(SanitizeBody, { text: 'Patient Jane Doe, SSN 219-09-9999' })
  async sanitize(
    @Body() body: SanitizeBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<SanitizationAnswer>> {
    const { texts, one } = textsOf(body);
    const principal = principalOf(request);
    const session = typeof body.session_id === 'string' ? sessionId(body.session_id) : undefined;
    if (session !== undefined) await this.sessions.execute(principal, session);
    const asked = { texts, sessionId: session, app: callingApp(principal), categories: body.phi_categories ?? [] };
    const sanitized = await this.sanitization.execute(principal.tenantId, asked, rulesOnly(reply));
    return envelope(reply, one ? presentOne(sanitized) : presentAll(sanitized));
  }
}

/** Says in the answer that a second opinion could not be had. */
const rulesOnly = (reply: FastifyReply) => (): void => void reply.header('x-radiant-second-opinion', 'down');

const presentMatch = ({ category, start, end, confidence }: PhiMatch): PhiMatchAnswer => ({
  category,
  startIndex: start,
  endIndex: end,
  confidence,
});

const presentReplacement = (replacement: Replacement): ReplacementAnswer => ({
  category: replacement.category,
  startIndex: replacement.start,
  endIndex: replacement.end,
  confidence: replacement.confidence,
  placeholder: replacement.placeholder,
});

const presentOne = (sanitized: SanitizedTexts): SanitizationAnswer => ({
  sanitizedText: sanitized.texts[0] ?? '',
  mappingId: sanitized.mappingId ?? null,
  matches: sanitized.replacements.flat().map(presentReplacement),
  summary: Object.fromEntries(sanitized.counts),
});

const presentAll = (sanitized: SanitizedTexts): SanitizationAnswer => ({
  sanitizedTexts: sanitized.texts,
  mappingId: sanitized.mappingId ?? null,
  matches: sanitized.replacements.flatMap((replacements, textIndex) =>
    replacements.map((replacement) => ({ textIndex, ...presentReplacement(replacement) })),
  ),
  summary: Object.fromEntries(sanitized.counts),
});
