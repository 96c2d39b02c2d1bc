import { Body, Controller, HttpCode, Inject, Post, Req, Res, UsePipes } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { AuditBody } from '@radiant/audit';
import { Disclosures } from '@radiant/governance';
import {
  ApiEnvelope,
  BodyExample,
  type Envelope,
  envelope,
  pagination,
  Permit,
  principalOf,
  validated,
} from '@radiant/nest-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actorOf } from '../actor.js';
import { sliceOf } from '../paging.js';
import { DisclosuresAnswer, presentRecord } from './audit-answers.js';
import { DisclosuresBody } from './audit-queries.js';

const NOT_SHOWN: AuditBody = { ip: null, userAgent: null, details: null };

@ApiTags('Audit')
@ApiBearerAuth('token')
@Controller('api/v2/disclosures')
@UsePipes(validated())
export class DisclosuresController {
  constructor(@Inject(Disclosures) private readonly disclosures: Disclosures) {}

  @Post('search')
  @HttpCode(200)
  @Permit('disclosure.read')
  @ApiOperation({
    summary: 'The accounting of disclosures of one person over six years',
    description:
      'Calls in which something of the person left in the clear, oldest first (45 CFR 164.528). The identifier travels ' +
      'in the body, is compared by a keyed digest, and is kept nowhere.',
  })
  @ApiEnvelope(DisclosuresAnswer)
  @BodyExample(DisclosuresBody, { category: 'MEDICAL_RECORD', value: '00482913' })
  async find(
    @Body() body: DisclosuresBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<DisclosuresAnswer>> {
    const subject = { category: body.category, value: body.value };
    const { tenantId } = principalOf(request);
    const found = await this.disclosures.execute(actorOf(request), tenantId, subject, sliceOf(body));
    const records = found.items.map((row) => presentRecord(row, NOT_SHOWN));
    return envelope(reply, { records, crowdedCalls: found.crowdedCalls }, pagination(body.page, body.limit, found));
  }
}
