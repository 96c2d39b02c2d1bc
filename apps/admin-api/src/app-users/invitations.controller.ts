import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Inject,
  Param,
  Post,
  Query,
  Req,
  Res,
  UsePipes,
} from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Invite, ListInvitations, RevokeInvitation } from '@radiant/governance';
import { invitationId } from '@radiant/identity';
import { appId, tenantId } from '@radiant/kernel';
import { ApiEnvelope, BodyExample, type Envelope, envelope, pagination, Permit, validated } from '@radiant/nest-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actorOf } from '../actor.js';
import { PageQuery, sliceOf } from '../paging.js';
import {
  InvitationBody,
  InvitationsAnswer,
  IssuedInvitationAnswer,
  OneInvitationAnswer,
  presentInvitation,
} from './app-user-answers.js';

@ApiTags('App users')
@ApiBearerAuth('token')
@Controller('api/v2/tenants/:tenantId/invitations')
@UsePipes(validated())
export class InvitationsController {
  constructor(
    @Inject(ListInvitations) private readonly lists: ListInvitations,
    @Inject(Invite) private readonly invite: Invite,
    @Inject(RevokeInvitation) private readonly revoke: RevokeInvitation,
  ) {}

  @Get()
  @Permit('app_user.read')
  @ApiOperation({ summary: 'Invitations of a tenant, newest first' })
  @ApiEnvelope(InvitationsAnswer)
  async list(
    @Param('tenantId') tenant: string,
    @Query() query: PageQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<InvitationsAnswer>> {
    const found = await this.lists.execute(actorOf(request), tenantId(tenant), sliceOf(query));
    const invitations = found.items.map(presentInvitation);
    return envelope(reply, { invitations }, pagination(query.page, query.limit, found));
  }

  @Post()
  @Permit('app_user.change')
  @ApiOperation({
    summary: 'Invite a person into an app',
    description: 'The token is shown this once; the person accepts with it at `POST /api/v2/invitations/accept`.',
  })
  @ApiEnvelope(IssuedInvitationAnswer, 201)
  @BodyExample(InvitationBody, { app_id: 'thinktank', address: 'nurse@elsewhere.example', expires_in_hours: 72 })
  async add(
    @Param('tenantId') tenant: string,
    @Body() body: InvitationBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<IssuedInvitationAnswer>> {
    const { token, invitation } = await this.invite.execute(actorOf(request), tenantId(tenant), {
      appId: appId(body.app_id),
      address: body.address,
      expiresInHours: body.expires_in_hours,
    });
    return envelope(reply, { token, invitation: presentInvitation(invitation) });
  }

  @Delete(':id')
  @HttpCode(200)
  @Permit('app_user.change')
  @ApiOperation({ summary: 'Take an invitation back' })
  @ApiEnvelope(OneInvitationAnswer)
  async end(
    @Param('tenantId') tenant: string,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<OneInvitationAnswer>> {
    const invitation = await this.revoke.execute(actorOf(request), tenantId(tenant), invitationId(id));
    return envelope(reply, { invitation: presentInvitation(invitation) });
  }
}
