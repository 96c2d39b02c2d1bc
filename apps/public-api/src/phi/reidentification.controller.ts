import { Body, Controller, Get, Inject, Param, Post, Req, Res, UsePipes } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ReadReidentification, RequestReidentification, type Actor } from '@radiant/governance';
import { mappingId } from '@radiant/kernel';
import {
  ApiEnvelope,
  BodyExample,
  type Envelope,
  envelope,
  originOf,
  Permit,
  principalOf,
  requestIdOf,
  validated,
} from '@radiant/nest-kit';
import { reidentificationId } from '@radiant/phi';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ReidentificationAnswer, ReidentificationPendingAnswer, ReidentifiedAnswer } from './phi-answers.js';
import { ReidentifyBody } from './phi-bodies.js';

@ApiTags('PHI')
@ApiBearerAuth('key')
@Controller('api/v2/phi')
@UsePipes(validated({ unknownFields: 'ignored' }))
export class ReidentificationController {
  constructor(
    @Inject(RequestReidentification) private readonly asking: RequestReidentification,
    @Inject(ReadReidentification) private readonly reading: ReadReidentification,
  ) {}

  @Post('reidentify')
  @Permit('phi.reidentify')
  @ApiOperation({
    summary: 'Put originals back into a text',
    description:
      '200 with the originals where the policy asks for no approval or the person has broken the glass; otherwise 202 ' +
      'with a request that somebody else decides on at the administration API. A policy that allows nobody is 403. ' +
      'A mapping of another app than the credential is good for is 404, except for administrators.',
  })
  @ApiEnvelope(ReidentifiedAnswer)
  @ApiEnvelope(ReidentificationPendingAnswer, 202)
  @BodyExample(ReidentifyBody, {
    mapping_id: '5b6f4f3e-4c1f-4d7c-9a5e-0c9f6a3b2d10',
    text: 'Dear [PHI_NAME_48213]',
    reason: 'Letter of discharge to the patient',
  })
  async reidentify(
    @Body() { mapping_id, text, reason }: ReidentifyBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<ReidentifiedAnswer | ReidentificationPendingAnswer>> {
    const asked = { mappingId: mappingId(mapping_id), text, reason };
    const outcome = await this.asking.execute(actorOf(request), principalOf(request).tenantId, asked);
    if (outcome.kind === 'pending') {
      reply.status(202);
      return envelope(reply, { requestId: outcome.id, status: 'pending' });
    }
    reply.status(200);
    return envelope(reply, { originalText: outcome.opened.text, restored: outcome.opened.restored });
  }

  @Get('reidentifications/:id')
  @Permit('phi.reidentify')
  @ApiOperation({
    summary: 'What became of a request for originals',
    description: 'For the person or key that made it; for everybody else it is not there. Every reading is audited.',
  })
  @ApiEnvelope(ReidentificationAnswer)
  async read(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<ReidentificationAnswer>> {
    const { tenantId } = principalOf(request);
    const { status, opened } = await this.reading.execute(actorOf(request), tenantId, reidentificationId(id));
    const originals = opened && { originalText: opened.text, restored: opened.restored };
    return envelope(reply, { requestId: id.toLowerCase(), status, ...originals });
  }
}

const actorOf = (request: FastifyRequest): Actor => ({
  principal: principalOf(request),
  requestId: requestIdOf(request),
  origin: originOf(request),
});
