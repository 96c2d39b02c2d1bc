import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Inject,
  Param,
  Post,
  Put,
  Query,
  Req,
  Res,
  UsePipes,
} from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ListWebhookDeliveries, PutWebhook, ReadWebhook, RemoveWebhook, TestWebhook } from '@radiant/governance';
import { tenantId } from '@radiant/kernel';
import { ApiEnvelope, BodyExample, type Envelope, envelope, pagination, Permit, validated } from '@radiant/nest-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actorOf } from '../actor.js';
import { PageQuery, sliceOf } from '../paging.js';
import {
  DeliveriesAnswer,
  OneWebhookAnswer,
  presentDelivery,
  presentWebhook,
  PutWebhookAnswer,
  TestedWebhookAnswer,
  WebhookBody,
} from './webhook-answers.js';

@ApiTags('Webhooks')
@ApiBearerAuth('token')
@Controller('api/v2/tenants/:tenantId/webhook')
@UsePipes(validated())
export class WebhooksController {
  constructor(
    @Inject(ReadWebhook) private readonly read: ReadWebhook,
    @Inject(PutWebhook) private readonly putting: PutWebhook,
    @Inject(RemoveWebhook) private readonly removing: RemoveWebhook,
    @Inject(TestWebhook) private readonly testing: TestWebhook,
    @Inject(ListWebhookDeliveries) private readonly lists: ListWebhookDeliveries,
  ) {}

  @Get()
  @Permit('budget.read')
  @ApiOperation({ summary: 'Where a tenant is told of alerts' })
  @ApiEnvelope(OneWebhookAnswer)
  async get(
    @Param('tenantId') tenant: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<OneWebhookAnswer>> {
    const webhook = await this.read.execute(actorOf(request), tenantId(tenant));
    return envelope(reply, { webhook: presentWebhook(webhook) });
  }

  @Put()
  @Permit('budget.change')
  @ApiOperation({
    summary: 'Say where a tenant is told of alerts',
    description:
      'Alerts of budgets and warnings of agreements are sent there, signed with the secret of this answer; nothing of a ' +
      'call is in them. docs/operations.md says how to check the signature.',
  })
  @ApiEnvelope(PutWebhookAnswer)
  @BodyExample(WebhookBody, { url: 'https://alerts.clinic.example/radiant' })
  async put(
    @Param('tenantId') tenant: string,
    @Body() { url }: WebhookBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<PutWebhookAnswer>> {
    const { webhook, secret } = await this.putting.execute(actorOf(request), tenantId(tenant), url);
    return envelope(reply, { webhook: presentWebhook(webhook), secret });
  }

  @Delete()
  @HttpCode(200)
  @Permit('budget.change')
  @ApiOperation({ summary: 'Tell the tenant nowhere any more' })
  @ApiEnvelope(OneWebhookAnswer)
  async remove(
    @Param('tenantId') tenant: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<OneWebhookAnswer>> {
    const webhook = await this.removing.execute(actorOf(request), tenantId(tenant));
    return envelope(reply, { webhook: presentWebhook(webhook) });
  }

  @Post('test')
  @HttpCode(202)
  @Permit('budget.change')
  @ApiOperation({ summary: 'Send an event that says nothing, to try the receiver' })
  @ApiEnvelope(TestedWebhookAnswer, 202)
  async test(
    @Param('tenantId') tenant: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<TestedWebhookAnswer>> {
    return envelope(reply, { eventId: await this.testing.execute(actorOf(request), tenantId(tenant)) });
  }

  @Get('deliveries')
  @Permit('budget.read')
  @ApiOperation({ summary: 'What a tenant was told, and what is on its way, newest first' })
  @ApiEnvelope(DeliveriesAnswer)
  async deliveries(
    @Param('tenantId') tenant: string,
    @Query() query: PageQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<DeliveriesAnswer>> {
    const found = await this.lists.execute(actorOf(request), tenantId(tenant), sliceOf(query));
    return envelope(
      reply,
      { deliveries: found.items.map(presentDelivery) },
      pagination(query.page, query.limit, found),
    );
  }
}
