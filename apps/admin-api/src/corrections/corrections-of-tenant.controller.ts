import { Controller, Get, Inject, Param, Query, Req, Res, UsePipes } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ListCorrections } from '@radiant/governance';
import { tenantId } from '@radiant/kernel';
import { ApiEnvelope, type Envelope, envelope, pagination, Permit, validated } from '@radiant/nest-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actorOf } from '../actor.js';
import { PageQuery, sliceOf } from '../paging.js';
import { CorrectionsAnswer, presentCorrection } from './correction-answers.js';

@ApiTags('Usage corrections')
@ApiBearerAuth('token')
@Controller('api/v2/tenants/:tenantId/usage-corrections')
@UsePipes(validated())
export class CorrectionsOfTenantController {
  constructor(@Inject(ListCorrections) private readonly lists: ListCorrections) {}

  @Get()
  @Permit('invoice.read')
  @ApiOperation({ summary: "What was corrected of a tenant's calls, newest first" })
  @ApiEnvelope(CorrectionsAnswer)
  async list(
    @Param('tenantId') tenant: string,
    @Query() query: PageQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<CorrectionsAnswer>> {
    const found = await this.lists.execute(actorOf(request), tenantId(tenant), sliceOf(query));
    return envelope(
      reply,
      { corrections: found.items.map(presentCorrection) },
      pagination(query.page, query.limit, found),
    );
  }
}
