import { Controller, Delete, Get, Inject, Param, Query, Req, Res, UsePipes } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DeleteSession, ListSessions, ReadSession, type SessionReader } from '@radiant/inference';
import { DomainError, isUuid, sessionId, type SessionId } from '@radiant/kernel';
import {
  ApiEnvelope,
  envelope,
  type Envelope,
  originOf,
  pagination,
  Permit,
  principalOf,
  requestIdOf,
  validated,
  WholeNumber,
} from '@radiant/nest-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  DeletedSessionAnswer,
  OneSessionAnswer,
  presentSession,
  presentSummary,
  SessionsAnswer,
} from './session-answers.js';

export class SessionsQuery {
  @WholeNumber(1, 1_000_000, 1)
  readonly page: number = 1;

  @WholeNumber(1, 1000, 50)
  readonly limit: number = 50;
}

@ApiTags('Sessions')
@ApiBearerAuth('key')
@Controller('api/v2/sessions')
@UsePipes(validated({ unknownFields: 'ignored' }))
export class SessionsController {
  constructor(
    @Inject(ListSessions) private readonly listing: ListSessions,
    @Inject(ReadSession) private readonly reading: ReadSession,
    @Inject(DeleteSession) private readonly deletion: DeleteSession,
  ) {}

  @Get()
  @Permit('session.read')
  @ApiOperation({ summary: 'Own sessions, the latest turn first' })
  @ApiEnvelope(SessionsAnswer)
  async list(
    @Query() { page, limit }: SessionsQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<SessionsAnswer>> {
    const found = await this.listing.execute(principalOf(request), { limit, offset: (page - 1) * limit });
    return envelope(reply, { sessions: found.items.map(presentSummary) }, pagination(page, limit, found));
  }

  @Get(':id')
  @Permit('session.read')
  @ApiOperation({
    summary: 'A session with the messages of its latest exchange',
    description:
      "One's own; administrators of the tenant may read any, with placeholders. Somebody else's, an unknown and an " +
      'expired one are alike 404. Every reading is in the audit trail.',
  })
  @ApiEnvelope(OneSessionAnswer)
  async read(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<OneSessionAnswer>> {
    const shown = await this.reading.execute(readerOf(request), wanted(id));
    return envelope(reply, { session: presentSession(shown) });
  }

  @Delete(':id')
  @Permit('session.delete')
  @ApiOperation({
    summary: "End one's own session for good",
    description:
      'Its records go and its data key is destroyed, so that copies in backups can not be opened either. The id is never ' +
      'used again. 409 while a legal hold of the tenant stands.',
  })
  @ApiEnvelope(DeletedSessionAnswer)
  async delete(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<DeletedSessionAnswer>> {
    const session = wanted(id);
    await this.deletion.execute(readerOf(request), session);
    return envelope(reply, { id: session, deleted: true });
  }
}

const readerOf = (request: FastifyRequest): SessionReader => ({
  principal: principalOf(request),
  requestId: requestIdOf(request),
  origin: originOf(request),
});

/** What is no UUID is no session. */
function wanted(id: string): SessionId {
  if (!isUuid(id.toLowerCase())) throw new DomainError('not_found', 'there is no such session');
  return sessionId(id);
}
