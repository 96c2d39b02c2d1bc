import { Body, Controller, Get, HttpCode, Inject, Post, Query, Req, Res, UsePipes } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { BreachScope, ExportAudit, PurgeAudit, SearchAudit, VerifyAudit } from '@radiant/governance';
import { providerId, type TenantId } from '@radiant/kernel';
import {
  ApiEnvelope,
  BodyExample,
  type Envelope,
  envelope,
  instantOf,
  pagination,
  Permit,
  principalOf,
  validated,
} from '@radiant/nest-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actorOf } from '../actor.js';
import { inPieces } from '../in-pieces.js';
import { sliceOf } from '../paging.js';
import {
  AuditRecordsAnswer,
  BreachScopeAnswer,
  presentExposure,
  presentRecord,
  PurgeAnswer,
  VerificationAnswer,
} from './audit-answers.js';
import { AuditExportQuery, AuditSearchQuery, BreachScopeQuery, PurgeBody, searchOf } from './audit-queries.js';
import { EXPORT_FORMS, exportLines } from './export-lines.js';

@ApiTags('Audit')
@ApiBearerAuth('token')
@Controller('api/v2/audit')
@UsePipes(validated())
export class AuditController {
  constructor(
    @Inject(SearchAudit) private readonly search: SearchAudit,
    @Inject(ExportAudit) private readonly exporting: ExportAudit,
    @Inject(VerifyAudit) private readonly verification: VerifyAudit,
    @Inject(BreachScope) private readonly breach: BreachScope,
    @Inject(PurgeAudit) private readonly purging: PurgeAudit,
  ) {}

  @Get()
  @Permit('audit.read')
  @ApiOperation({
    summary: 'What was done, refused and revealed, newest first',
    description:
      "The caller's tenant. A super administrator sees all tenants, or the one named in `X-Tenant-Id`. Reading is recorded.",
  })
  @ApiEnvelope(AuditRecordsAnswer)
  async list(
    @Query() query: AuditSearchQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<AuditRecordsAnswer>> {
    const actor = actorOf(request);
    const found = await this.search.execute(actor, tenantAsked(request), searchOf(query), sliceOf(query));
    const records = found.items.map(({ row, body }) => presentRecord(row, body));
    return envelope(reply, { records }, pagination(query.page, query.limit, found));
  }

  @Get('export')
  @Permit('audit.read')
  @ApiOperation({
    summary: 'The same of one tenant, all of it, oldest first, as a file',
    description:
      "Of the caller's tenant, or of the one that a super administrator names in `X-Tenant-Id`. `jsonl` (verifiable), " +
      '`csv`, `ocsf` (API Activity, class 6003) or `syslog` (RFC 5424).',
  })
  @ApiProduces('application/x-ndjson', 'text/csv', 'text/plain')
  @ApiOkResponse({ description: 'The file, one line a record.', schema: { type: 'string' } })
  async export(
    @Query() query: AuditExportQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const form = EXPORT_FORMS[query.format];
    const rows = await this.exporting.execute(actorOf(request), principalOf(request).tenantId, searchOf(query));
    await reply.header('content-type', form.contentType).send(inPieces(exportLines(rows, form)));
  }

  @Post('verify')
  @HttpCode(200)
  @Permit('audit.verify')
  @ApiOperation({
    summary: "Verify the whole chain of the caller's tenant against its checkpoints",
    description: 'Every row is hashed again. For a check without this process: `npm run audit:verify`.',
  })
  @ApiEnvelope(VerificationAnswer)
  async verify(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<VerificationAnswer>> {
    const report = await this.verification.execute(actorOf(request), principalOf(request).tenantId);
    return envelope(reply, {
      valid: report.problemCount === 0,
      tenantId: report.tenantId,
      rows: report.rows,
      purged: report.purged,
      last: report.last ?? null,
      signedUpTo: report.signedUpTo ?? null,
      problemCount: report.problemCount,
      problems: report.problems,
    });
  }

  @Get('breach-scope')
  @Permit('audit.read')
  @ApiOperation({
    summary: 'What a provider was sent between two moments: tenants, people, categories',
    description: 'For a super administrator over all tenants, unless `X-Tenant-Id` names one.',
  })
  @ApiEnvelope(BreachScopeAnswer)
  async breachScope(
    @Query() query: BreachScopeQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<BreachScopeAnswer>> {
    const exposures = await this.breach.execute(actorOf(request), tenantAsked(request), {
      providerId: providerId(query.provider_id, 'provider_id'),
      from: instantOf(query.from),
      to: instantOf(query.to),
    });
    return envelope(reply, { tenants: exposures.map(presentExposure) });
  }

  @Post('purge')
  @HttpCode(200)
  @Permit('audit.purge')
  @ApiOperation({
    summary: 'Empty records of a class that are older than six years',
    description: 'They keep their place, so that the chain still verifies. Refused (409) while a legal hold stands.',
  })
  @ApiEnvelope(PurgeAnswer)
  @BodyExample(PurgeBody, { retention_class: 'access', before: '2019-01-01T00:00:00Z' })
  async purge(
    @Body() body: PurgeBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<PurgeAnswer>> {
    const purged = await this.purging.execute(actorOf(request), principalOf(request).tenantId, {
      retentionClass: body.retention_class,
      before: instantOf(body.before),
    });
    return envelope(reply, { purged });
  }
}

/** Undefined: all tenants. */
function tenantAsked(request: FastifyRequest): TenantId | undefined {
  const { roles, tenantId } = principalOf(request);
  return roles.includes('super_admin') && request.headers['x-tenant-id'] === undefined ? undefined : tenantId;
}
