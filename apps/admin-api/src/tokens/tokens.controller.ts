import { Body, Controller, Inject, Param, Post, Req, Res, UsePipes } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { RevokeTokens } from '@radiant/governance';
import { tenantId } from '@radiant/kernel';
import { ApiEnvelope, BodyExample, type Envelope, envelope, Permit, TextField, validated } from '@radiant/nest-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actorOf } from '../actor.js';
import { shown } from '../moments.js';

export class TokenRevocationBody {
  @TextField(1, 16_384, {
    optional: true,
    description: 'One token, whole, without `Bearer`. Only its SHA-256 is kept.',
  })
  readonly token?: string;

  @TextField(1, 200, { optional: true, description: 'All tokens of a person issued before now.' })
  readonly user_id?: string;
}

export class TokenRevocationAnswer {
  @ApiProperty({ format: 'uuid' })
  readonly id!: string;

  @ApiProperty({ enum: ['token', 'user'] })
  readonly kind!: string;

  @ApiProperty({ format: 'date-time' })
  readonly issuedBefore!: string;
}

export class OneTokenRevocationAnswer {
  @ApiProperty()
  readonly revocation!: TokenRevocationAnswer;
}

@ApiTags('Tokens')
@ApiBearerAuth('token')
@Controller('api/v2/tenants/:tenantId/token-revocations')
@UsePipes(validated())
export class TokensController {
  constructor(@Inject(RevokeTokens) private readonly revoke: RevokeTokens) {}

  @Post()
  @Permit('token.revoke')
  @ApiOperation({
    summary: "End a token, or all of a person's, before they expire",
    description: 'Give `token` or `user_id`. Refused by every replica after five seconds at most.',
  })
  @ApiEnvelope(OneTokenRevocationAnswer, 201)
  @BodyExample(TokenRevocationBody, { user_id: 'nurse-1' })
  async add(
    @Param('tenantId') tenant: string,
    @Body() body: TokenRevocationBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<OneTokenRevocationAnswer>> {
    const { id, kind, issuedBefore } = await this.revoke.execute(actorOf(request), tenantId(tenant), {
      token: body.token,
      userId: body.user_id,
    });
    return envelope(reply, { revocation: { id, kind, issuedBefore: shown(issuedBefore) } });
  }
}
