import { Body, Controller, Get, Inject, Param, Put, Req, Res, UsePipes } from '@nestjs/common';
import { ApiBearerAuth, ApiHeaders, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { TenantMarkup } from '@radiant/billing';
import { ReadMarkups, SetMarkup } from '@radiant/governance';
import { tenantId } from '@radiant/kernel';
import { ApiEnvelope, BodyExample, type Envelope, envelope, Permit, validated } from '@radiant/nest-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actorOf } from '../actor.js';
import { expectedOf, IF_MATCH, tagged } from '../revisions.js';
import { MarkupsAnswer, presentMarkup } from './markup-answers.js';
import { askedMarkup, MarkupBody } from './markup-bodies.js';

@ApiTags('Markups')
@ApiBearerAuth('token')
@Controller('api/v2/tenants/:tenantId/markups')
@UsePipes(validated())
export class MarkupsController {
  constructor(
    @Inject(ReadMarkups) private readonly read: ReadMarkups,
    @Inject(SetMarkup) private readonly setting: SetMarkup,
  ) {}

  @Get()
  @Permit('markup.read')
  @ApiOperation({ summary: "What a tenant's bill adds to the cost, with its ETag" })
  @ApiEnvelope(MarkupsAnswer)
  async list(
    @Param('tenantId') tenant: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<MarkupsAnswer>> {
    return answer(reply, await this.read.execute(actorOf(request), tenantId(tenant)));
  }

  @Put()
  @Permit('markup.change')
  @ApiOperation({
    summary: 'Set what a tenant is billed beyond the cost of a model, or of all models',
    description:
      'A new version, obeyed by every replica after five seconds at most; what was billed before stays as it is. That of ' +
      'the model goes before that of all models, and that before the markup of the price. Asking again changes nothing.',
  })
  @ApiHeaders([IF_MATCH])
  @ApiEnvelope(MarkupsAnswer)
  @BodyExample(MarkupBody, { model_id: 'demo-chat-small', basis_points: 1500 })
  async put(
    @Param('tenantId') tenant: string,
    @Body() body: MarkupBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<MarkupsAnswer>> {
    const id = tenantId(tenant);
    return answer(reply, await this.setting.execute(actorOf(request), id, askedMarkup(body), expectedOf(request)));
  }
}

function answer(reply: FastifyReply, markups: readonly TenantMarkup[]): Envelope<MarkupsAnswer> {
  tagged(reply, { revision: markups.at(-1)?.version ?? 0 });
  return envelope(reply, { markups: markups.map(presentMarkup) });
}
