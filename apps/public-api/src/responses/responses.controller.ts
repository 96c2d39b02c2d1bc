import { Controller, Delete, Get, HttpCode, Inject, Param, Post, Query, Req, Res, UsePipes } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiHeaders, ApiOperation, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { DeleteResponse, ReadResponse, RecallResponses, type SessionReader } from '@radiant/inference';
import { Clock, IdGenerator } from '@radiant/kernel';
import { originOf, Permit, principalOf, requestIdOf, validated } from '@radiant/nest-kit';
import { decodeResponsesRequest, responsePlace } from '@radiant/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { headerControls } from '../calls/call-controls.js';
import { CONTROL_HEADERS } from '../calls/call-documentation.js';
import { ChatCalls } from '../calls/chat-calls.js';
import { beginResponse } from './begin-response.js';
import { presentInputs, presentStored, type ItemList } from './present-stored.js';
import { responseShape } from './response-shape.js';
import { DELETED_RESPONSE, INPUT_ITEMS, KEPT_RESPONSE, RESPONSE, RESPONSES_BODY } from './responses-documentation.js';
import { InputItemsQuery, ReadResponseQuery } from './responses-queries.js';

@ApiTags('OpenAI')
@ApiBearerAuth('key')
@Controller('v1/responses')
export class ResponsesController {
  constructor(
    @Inject(ChatCalls) private readonly calls: ChatCalls,
    @Inject(RecallResponses) private readonly recall: RecallResponses,
    @Inject(ReadResponse) private readonly reading: ReadResponse,
    @Inject(DeleteResponse) private readonly deletion: DeleteResponse,
    @Inject(IdGenerator) private readonly ids: IdGenerator,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Post()
  @Permit('inference.call')
  @HttpCode(200)
  @ApiOperation({
    summary: 'A response of a model',
    description:
      "OpenAI's responses, served by every model. PHI in every text is replaced by placeholders before it leaves and, " +
      "where the tenant's policy allows it, put back into the answer. Unless `store` is false the response is kept, " +
      'placeholders in it and sealed, for 30 days: it can be read and gone on from with `previous_response_id`. Tools ' +
      'other than functions are refused (400). Fields that are not named here are ignored and never forwarded.',
  })
  @ApiHeaders(CONTROL_HEADERS)
  @ApiBody(RESPONSES_BODY)
  @ApiProduces('application/json', 'text/event-stream')
  @ApiResponse(RESPONSE)
  async create(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const asked = decodeResponsesRequest(request.body);
    const recalled = await this.recall.execute(principalOf(request), asked);
    const { call, controls, head } = beginResponse(asked, recalled, headerControls(request.headers), {
      requestId: requestIdOf(request),
      now: this.clock.now(),
      ids: this.ids,
    });
    await this.calls.answer(reply, call.request, controls, responseShape(head), call);
  }

  @Get(':id')
  @Permit('session.read')
  @UsePipes(validated({ unknownParameters: 'ignored' }))
  @ApiOperation({
    summary: 'A response that is kept',
    description:
      "One's own; administrators of the tenant may read any, with placeholders. Somebody else's, an unknown and an " +
      'expired one are alike 404. Every reading is in the audit trail.',
  })
  @ApiResponse(KEPT_RESPONSE)
  async read(@Param('id') id: string, @Query() _: ReadResponseQuery, @Req() request: FastifyRequest): Promise<object> {
    return presentStored(await this.reading.execute(readerOf(request), responsePlace(id)));
  }

  @Delete(':id')
  @Permit('session.delete')
  @ApiOperation({
    summary: 'Take a kept response away',
    description: 'Responses that went on from it stay. Its placeholders stay with their session until that is ended.',
  })
  @ApiResponse(DELETED_RESPONSE)
  async delete(@Param('id') id: string, @Req() request: FastifyRequest): Promise<object> {
    await this.deletion.execute(readerOf(request), responsePlace(id));
    return { id, object: 'response', deleted: true };
  }

  @Get(':id/input_items')
  @Permit('session.read')
  @UsePipes(validated({ unknownParameters: 'ignored' }))
  @ApiOperation({
    summary: 'The conversation that a kept response answered',
    description: 'Earlier turns included, instructions not. Who may read the response may read these.',
  })
  @ApiResponse(INPUT_ITEMS)
  async inputItems(
    @Param('id') id: string,
    @Query() query: InputItemsQuery,
    @Req() request: FastifyRequest,
  ): Promise<ItemList> {
    return presentInputs(await this.reading.execute(readerOf(request), responsePlace(id)), query);
  }
}

const readerOf = (request: FastifyRequest): SessionReader => ({
  principal: principalOf(request),
  requestId: requestIdOf(request),
  origin: originOf(request),
});
