import { Body, Controller, Get, Inject, Param, Patch, Query, Req, Res, UsePipes } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ChangeAppUser, ListAppUsers } from '@radiant/governance';
import { appUserId } from '@radiant/identity';
import { appId, tenantId } from '@radiant/kernel';
import {
  ApiEnvelope,
  BodyExample,
  type Envelope,
  envelope,
  pagination,
  Permit,
  Text,
  validated,
} from '@radiant/nest-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actorOf } from '../actor.js';
import { PageQuery, sliceOf } from '../paging.js';
import { AppUserChangeBody, AppUsersAnswer, OneAppUserAnswer, presentAppUser } from './app-user-answers.js';

export class AppUsersQuery extends PageQuery {
  @Text()
  readonly app_id?: string;
}

@ApiTags('App users')
@ApiBearerAuth('token')
@Controller('api/v2/tenants/:tenantId/app-users')
@UsePipes(validated())
export class AppUsersController {
  constructor(
    @Inject(ListAppUsers) private readonly lists: ListAppUsers,
    @Inject(ChangeAppUser) private readonly change: ChangeAppUser,
  ) {}

  @Get()
  @Permit('app_user.read')
  @ApiOperation({ summary: 'The people who use the apps of a tenant, newest first' })
  @ApiEnvelope(AppUsersAnswer)
  async list(
    @Param('tenantId') tenant: string,
    @Query() query: AppUsersQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<AppUsersAnswer>> {
    const app = query.app_id === undefined ? undefined : appId(query.app_id);
    const found = await this.lists.execute(actorOf(request), tenantId(tenant), sliceOf(query), app);
    return envelope(reply, { appUsers: found.items.map(presentAppUser) }, pagination(query.page, query.limit, found));
  }

  @Patch(':id')
  @Permit('app_user.change')
  @ApiOperation({ summary: "Suspend a person's access to an app, or give it back; obeyed after five seconds at most" })
  @ApiEnvelope(OneAppUserAnswer)
  @BodyExample(AppUserChangeBody, { status: 'suspended' })
  async update(
    @Param('tenantId') tenant: string,
    @Param('id') id: string,
    @Body() body: AppUserChangeBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<OneAppUserAnswer>> {
    const appUser = await this.change.execute(actorOf(request), tenantId(tenant), appUserId(id), body);
    return envelope(reply, { appUser: presentAppUser(appUser) });
  }
}
