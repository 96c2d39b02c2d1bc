import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Inject,
  Param,
  Patch,
  Post,
  Query,
  Req,
  Res,
  UsePipes,
} from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ChangeApiKey, IssueApiKey, ListApiKeys, RevokeApiKey, RotateApiKey } from '@radiant/governance';
import { apiKeyId, appId, tenantId } from '@radiant/kernel';
import {
  ApiEnvelope,
  BodyExample,
  type Envelope,
  envelope,
  instantOf,
  pagination,
  Permit,
  validated,
} from '@radiant/nest-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actorOf } from '../actor.js';
import { optionalInstant } from '../moments.js';
import { PageQuery, sliceOf } from '../paging.js';
import { ApiKeysAnswer, IssuedApiKeyAnswer, OneApiKeyAnswer, presentApiKey } from './api-key-answers.js';
import { ApiKeyChangeBody, limitsOf, NewApiKeyBody, RotationBody } from './api-key-bodies.js';

@ApiTags('API keys')
@ApiBearerAuth('token')
@Controller('api/v2/tenants/:tenantId/api-keys')
@UsePipes(validated())
export class ApiKeysController {
  constructor(
    @Inject(ListApiKeys) private readonly lists: ListApiKeys,
    @Inject(IssueApiKey) private readonly issue: IssueApiKey,
    @Inject(ChangeApiKey) private readonly change: ChangeApiKey,
    @Inject(RotateApiKey) private readonly rotate: RotateApiKey,
    @Inject(RevokeApiKey) private readonly revoke: RevokeApiKey,
  ) {}

  @Get()
  @Permit('api_key.read')
  @ApiOperation({ summary: "A tenant's API keys, newest first" })
  @ApiEnvelope(ApiKeysAnswer)
  async list(
    @Param('tenantId') tenant: string,
    @Query() query: PageQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<ApiKeysAnswer>> {
    const found = await this.lists.execute(actorOf(request), tenantId(tenant), sliceOf(query));
    return envelope(reply, { apiKeys: found.items.map(presentApiKey) }, pagination(query.page, query.limit, found));
  }

  @Post()
  @Permit('api_key.change')
  @ApiOperation({ summary: 'Make a key; it is shown this once' })
  @ApiEnvelope(IssuedApiKeyAnswer, 201)
  @BodyExample(NewApiKeyBody, {
    name: 'Charting, ward 3',
    scopes: ['inference.call'],
    expires_at: '2030-01-01T00:00:00Z',
  })
  async add(
    @Param('tenantId') tenant: string,
    @Body() body: NewApiKeyBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<IssuedApiKeyAnswer>> {
    const { key, apiKey } = await this.issue.execute(actorOf(request), tenantId(tenant), {
      name: body.name,
      scopes: body.scopes,
      expiresAt: optionalInstant(body.expires_at ?? undefined),
      limits: limitsOf(body.limits),
      trustedForwarder: body.trusted_forwarder,
      appId: body.app_id === undefined ? undefined : appId(body.app_id),
    });
    return envelope(reply, { key, apiKey: presentApiKey(apiKey) });
  }

  @Patch(':id')
  @Permit('api_key.change')
  @ApiOperation({ summary: 'Change what a key may do; obeyed after five seconds at most' })
  @ApiEnvelope(OneApiKeyAnswer)
  @BodyExample(ApiKeyChangeBody, { scopes: ['inference.call', 'model:demo-chat-small'] })
  async update(
    @Param('tenantId') tenant: string,
    @Param('id') id: string,
    @Body() body: ApiKeyChangeBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<OneApiKeyAnswer>> {
    const apiKey = await this.change.execute(actorOf(request), tenantId(tenant), apiKeyId(id), {
      name: body.name,
      scopes: body.scopes,
      expiresAt:
        body.expires_at === null || body.expires_at === undefined ? body.expires_at : instantOf(body.expires_at),
      limits: limitsOf(body.limits),
      trustedForwarder: body.trusted_forwarder,
    });
    return envelope(reply, { apiKey: presentApiKey(apiKey) });
  }

  @Post(':id/rotate')
  @Permit('api_key.change')
  @ApiOperation({
    summary: 'Put a new key in its place',
    description:
      'The new key has the same name, app, scopes, limits and expiry; the old one stays good for the overlap.',
  })
  @ApiEnvelope(IssuedApiKeyAnswer, 201)
  @BodyExample(RotationBody, { overlap_seconds: 3600 })
  async replace(
    @Param('tenantId') tenant: string,
    @Param('id') id: string,
    @Body() body: RotationBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<IssuedApiKeyAnswer>> {
    const actor = actorOf(request);
    const { key, apiKey } = await this.rotate.execute(actor, tenantId(tenant), apiKeyId(id), body.overlap_seconds);
    return envelope(reply, { key, apiKey: presentApiKey(apiKey) });
  }

  @Delete(':id')
  @HttpCode(200)
  @Permit('api_key.change')
  @ApiOperation({ summary: 'Revoke a key; it is refused everywhere after five seconds at most' })
  @ApiEnvelope(OneApiKeyAnswer)
  async end(
    @Param('tenantId') tenant: string,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<OneApiKeyAnswer>> {
    const apiKey = await this.revoke.execute(actorOf(request), tenantId(tenant), apiKeyId(id));
    return envelope(reply, { apiKey: presentApiKey(apiKey) });
  }
}
