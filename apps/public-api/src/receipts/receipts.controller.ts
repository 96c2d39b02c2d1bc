import { Controller, Get, Inject, Param, Req, Res, UsePipes } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ReadReceipt } from '@radiant/inference';
import { ApiEnvelope, envelope, type Envelope, Permit, principalOf, validated } from '@radiant/nest-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { OneReceiptAnswer, presentReceipt } from './receipt-answers.js';

@ApiTags('Receipts')
@ApiBearerAuth('key')
@Controller('api/v2/receipts')
@UsePipes(validated({ unknownFields: 'ignored' }))
export class ReceiptsController {
  constructor(@Inject(ReadReceipt) private readonly receipts: ReadReceipt) {}

  @Get(':requestId')
  @Permit('usage.read')
  @ApiOperation({
    summary: 'What a call sent, to whom and what became of it, in facts and without a word of it',
    description:
      'Readable when the reply has ended, by whoever reads the usage of the tenant. The answer, saved as it is, is what ' +
      '`npm run receipt:verify` checks offline.',
  })
  @ApiEnvelope(OneReceiptAnswer)
  async read(
    @Param('requestId') requestId: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<OneReceiptAnswer>> {
    const { tenantId } = principalOf(request);
    return envelope(reply, presentReceipt(await this.receipts.execute(tenantId, requestId)));
  }
}
