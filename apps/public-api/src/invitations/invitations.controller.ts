import { Body, Controller, HttpCode, Inject, Post, Req, Res, UsePipes } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { AcceptInvitation } from '@radiant/governance';
import {
  ApiEnvelope,
  BodyExample,
  type Envelope,
  envelope,
  originOf,
  Permit,
  principalOf,
  requestIdOf,
  TextField,
  validated,
} from '@radiant/nest-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';

export class AcceptanceBody {
  @TextField(1, 200, { example: 'inv_…', description: 'What the invitation showed once.' })
  readonly token!: string;
}

export class MembershipAnswer {
  @ApiProperty({ format: 'uuid' })
  readonly appUserId!: string;

  @ApiProperty({ example: 'thinktank' })
  readonly appId!: string;
}

@ApiTags('Invitations')
@ApiBearerAuth('token')
@Controller('api/v2/invitations')
@UsePipes(validated({ unknownFields: 'ignored' }))
export class InvitationsController {
  constructor(@Inject(AcceptInvitation) private readonly acceptance: AcceptInvitation) {}

  @Post('accept')
  @HttpCode(200)
  @Permit('invitation.accept')
  @ApiOperation({
    summary: 'Accept an invitation into an app, as the person whose token is shown',
    description: 'Works once. An invitation that has expired, was taken back or is of another tenant is 404.',
  })
  @ApiEnvelope(MembershipAnswer)
  @BodyExample(AcceptanceBody, { token: 'inv_0123456789' })
  async accept(
    @Body() { token }: AcceptanceBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<MembershipAnswer>> {
    const actor = { principal: principalOf(request), requestId: requestIdOf(request), origin: originOf(request) };
    const user = await this.acceptance.execute(actor, token);
    return envelope(reply, { appUserId: user.id, appId: user.appId });
  }
}
