import { Body, Controller, Get, HttpCode, Inject, Param, Patch, Post, Query, Req, Res, UsePipes } from '@nestjs/common';
import { ApiBearerAuth, ApiHeaders, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  ChangeTenant,
  CreateTenant,
  DeleteTenant,
  ListTenants,
  ReadTenant,
  type TenantChange,
} from '@radiant/governance';
import type { TenantSettings } from '@radiant/identity';
import { appId, tenantId } from '@radiant/kernel';
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
import { expectedOf, IF_MATCH, tagged } from '../revisions.js';
import { OneTenantAnswer, presentTenant, TenantDeletionAnswer, TenantsAnswer } from './tenant-answers.js';
import {
  NewTenantBody,
  TenantChangeBody,
  TenantDeletionBody,
  TenantsQuery,
  type TenantSettingsBody,
} from './tenant-bodies.js';

@ApiTags('Tenants')
@ApiBearerAuth('token')
@Controller('api/v2/tenants')
@UsePipes(validated())
export class TenantsController {
  constructor(
    @Inject(ListTenants) private readonly lists: ListTenants,
    @Inject(CreateTenant) private readonly create: CreateTenant,
    @Inject(ReadTenant) private readonly read: ReadTenant,
    @Inject(ChangeTenant) private readonly change: ChangeTenant,
    @Inject(DeleteTenant) private readonly deletion: DeleteTenant,
  ) {}

  @Get()
  @Permit('tenant.read')
  @ApiOperation({ summary: "Tenants: all for a super administrator, else the caller's own" })
  @ApiEnvelope(TenantsAnswer)
  async list(
    @Query() { page, limit, status }: TenantsQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<TenantsAnswer>> {
    const actor = actorOf(request);
    if (!principalOf(request).roles.includes('super_admin')) {
      const own = await this.read.execute(actor, actor.principal.tenantId);
      const found = { items: page === 1 && (status === undefined || status === own.status) ? [own] : [], total: 1 };
      return envelope(reply, { tenants: found.items.map(presentTenant) }, pagination(page, limit, found));
    }
    const found = await this.lists.execute(actor, { limit, offset: (page - 1) * limit }, { status });
    return envelope(reply, { tenants: found.items.map(presentTenant) }, pagination(page, limit, found));
  }

  @Post()
  @Permit('tenant.create')
  @ApiOperation({
    summary: 'Take in a tenant',
    description:
      "It is active at once, with every active model, and under the platform's default PHI policy unless `phi_config` says " +
      'otherwise.',
  })
  @ApiEnvelope(OneTenantAnswer, 201)
  @BodyExample(NewTenantBody, { name: 'St. Elsewhere Hospital', app_id: 'default', time_zone: 'Europe/Berlin' })
  async add(
    @Body() body: NewTenantBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<OneTenantAnswer>> {
    const tenant = await this.create.execute(actorOf(request), {
      name: body.name,
      appId: appId(body.app_id),
      ...(typeof body.domain === 'string' && { domain: body.domain }),
      ...(body.time_zone !== undefined && { timeZone: body.time_zone }),
      ...(body.settings && { settings: settings(body.settings) }),
      ...(body.phi_config && { phiConfig: body.phi_config }),
    });
    tagged(reply, tenant);
    return envelope(reply, { tenant: presentTenant(tenant) });
  }

  @Get(':id')
  @Permit('tenant.read')
  @ApiOperation({ summary: 'One tenant, with its ETag' })
  @ApiEnvelope(OneTenantAnswer)
  async get(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<OneTenantAnswer>> {
    const tenant = await this.read.execute(actorOf(request), tenantId(id));
    tagged(reply, tenant);
    return envelope(reply, { tenant: presentTenant(tenant) });
  }

  @Patch(':id')
  @Permit('tenant.change')
  @ApiOperation({
    summary: 'Change a tenant: name, domain, status, settings, PHI policy, time zone',
    description: 'What is not named stays. The gateway obeys a change after five seconds at most.',
  })
  @ApiHeaders([IF_MATCH])
  @ApiEnvelope(OneTenantAnswer)
  @BodyExample(TenantChangeBody, { settings: { default_model: 'demo-chat-small', allowed_providers: ['demo'] } })
  async update(
    @Param('id') id: string,
    @Body() body: TenantChangeBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<OneTenantAnswer>> {
    const change: TenantChange = {
      name: body.name,
      domain: body.domain,
      status: body.status,
      timeZone: body.time_zone,
      settings: body.settings && settings(body.settings),
      phiConfig: body.phi_config,
    };
    const tenant = await this.change.execute(actorOf(request), tenantId(id), change, expectedOf(request));
    tagged(reply, tenant);
    return envelope(reply, { tenant: presentTenant(tenant) });
  }

  @Post(':id/deletion')
  @HttpCode(200)
  @Permit('tenant.delete')
  @ApiOperation({
    summary: 'Delete a tenant for good: it is served no more, and every key of it is destroyed',
    description:
      'Sessions, mappings and sealed texts can never be opened again, in backups either; every replica obeys after five ' +
      'seconds at most. Rows stay as retention says: what was billed, and the audit chain, which still verifies. Refused ' +
      '(409) while a legal hold stands. Asking again finishes what a failure (503) left half done, and changes nothing else.',
  })
  @ApiEnvelope(TenantDeletionAnswer)
  @BodyExample(TenantDeletionBody, {
    confirm: 'St. Elsewhere Hospital',
    reason: 'The contract of St. Elsewhere ended on 30 June',
  })
  async delete(
    @Param('id') id: string,
    @Body() body: TenantDeletionBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<TenantDeletionAnswer>> {
    const { tenant, keysDestroyed } = await this.deletion.execute(actorOf(request), tenantId(id), body);
    tagged(reply, tenant);
    return envelope(reply, { tenant: presentTenant(tenant), keysDestroyed });
  }
}

const settings = (body: TenantSettingsBody): TenantSettings => ({
  defaultModel: body.default_model,
  allowedProviders: body.allowed_providers,
  maxTokensPerRequest: body.max_tokens_per_request,
  tagKeys: body.tag_keys,
  cache: body.cache && { enabled: body.cache.enabled, ttlSeconds: body.cache.ttl_seconds },
  rateLimit: body.rate_limit && {
    requestsPerMinute: body.rate_limit.requests_per_minute,
    tokensPerDay: body.rate_limit.tokens_per_day,
  },
});
