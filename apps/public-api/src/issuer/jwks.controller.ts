import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { DomainError } from '@radiant/kernel';
import { Public, type TokenIssuer } from '@radiant/nest-kit';

/** Whose tokens this process believes. */
export class Issuer {
  constructor(readonly options: TokenIssuer | undefined) {}
}

@ApiTags('Issuer')
@Controller('.well-known')
export class JwksController {
  constructor(@Inject(Issuer) private readonly issuer: Issuer) {}

  @Get('jwks.json')
  @Public()
  @ApiOperation({
    summary: 'Public keys of the embedded issuer',
    description:
      'Only with the embedded engines of `npm start`; otherwise tokens come from your identity provider, and this is 404.',
  })
  @ApiResponse({
    status: 200,
    description: 'A JSON Web Key Set (RFC 7517).',
    schema: {
      type: 'object',
      properties: { keys: { type: 'array', items: { type: 'object', additionalProperties: true } } },
    },
  })
  keys(): object {
    const { options } = this.issuer;
    if (options?.kind !== 'embedded') throw new DomainError('not_found', 'there is no embedded issuer here');
    return { keys: [options.publicKey] };
  }
}
