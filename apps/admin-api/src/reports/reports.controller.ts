import { Controller, Get, Inject, Param, Query, Req, Res, UsePipes } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CURRENCY } from '@radiant/billing';
import { ChargeBack, ForecastCosts, ReportCosts } from '@radiant/governance';
import { allows } from '@radiant/identity';
import { tenantId, type TenantId } from '@radiant/kernel';
import { ApiEnvelope, type Envelope, envelope, pagination, Permit, principalOf, validated } from '@radiant/nest-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actorOf } from '../actor.js';
import { attached } from '../attachments.js';
import { sliceOf } from '../paging.js';
import {
  ChargebackAnswer,
  chargebackCsv,
  CostReportAnswer,
  ForecastAnswer,
  groupsCsv,
  presentChargeback,
  presentForecast,
  presentTotal,
} from './report-answers.js';
import { askedOf, ChargebackQuery, CostReportQuery } from './report-queries.js';

const CSV = 'text/csv; charset=utf-8';

@ApiTags('Reports')
@ApiBearerAuth('token')
@Controller('api/v2')
@UsePipes(validated())
export class ReportsController {
  constructor(
    @Inject(ReportCosts) private readonly reporting: ReportCosts,
    @Inject(ForecastCosts) private readonly forecasting: ForecastCosts,
    @Inject(ChargeBack) private readonly charging: ChargeBack,
  ) {}

  @Get('tenants/:tenantId/reports/costs')
  @Permit('report.read')
  @ApiOperation({
    summary: 'Usage and cost of a tenant, by what you like',
    description:
      "Days are those of the tenant's time zone. Totals are of everything that matches; a page is of its groups. As CSV " +
      'it is the same page as a file; without groups, one line with the totals.',
  })
  @ApiEnvelope(CostReportAnswer, 200, ['text/csv'])
  ofTenant(
    @Param('tenantId') tenant: string,
    @Query() query: CostReportQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<CostReportAnswer> | string> {
    return this.report(tenantId(tenant), query, request, reply);
  }

  @Get('reports/costs')
  @Permit('platform_report.read')
  @ApiOperation({
    summary: 'Usage, cost and margin of all tenants',
    description: 'Each day on the clocks of the tenant that the call is of.',
  })
  @ApiEnvelope(CostReportAnswer, 200, ['text/csv'])
  ofAll(
    @Query() query: CostReportQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<CostReportAnswer> | string> {
    return this.report(undefined, query, request, reply);
  }

  @Get('tenants/:tenantId/reports/forecast')
  @Permit('report.read')
  @ApiOperation({ summary: 'What the current month is expected to come to, and how that is found' })
  @ApiEnvelope(ForecastAnswer)
  async forecast(
    @Param('tenantId') tenant: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<ForecastAnswer>> {
    return envelope(reply, presentForecast(await this.forecasting.execute(actorOf(request), tenantId(tenant))));
  }

  @Get('tenants/:tenantId/reports/chargeback')
  @Permit('report.read')
  @ApiOperation({
    summary: 'What each department is charged, in whole cents that add up',
    description: 'A department is an app, a user, an API key or the value of a tag.',
  })
  @ApiEnvelope(ChargebackAnswer, 200, ['text/csv'])
  async chargeback(
    @Param('tenantId') tenant: string,
    @Query() query: ChargebackQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<ChargebackAnswer> | string> {
    const asked = askedOf(query);
    const charges = await this.charging.execute(actorOf(request), tenantId(tenant), asked, query.by);
    const answer = presentChargeback(charges);
    if (query.format === 'json') return envelope(reply, answer);
    attached(reply, CSV, 'chargeback.csv');
    return chargebackCsv(answer);
  }

  private async report(
    tenant: TenantId | undefined,
    query: CostReportQuery,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<Envelope<CostReportAnswer> | string> {
    const names = query.group_by?.split(',') ?? [];
    const { total, groups } = await this.reporting.execute(
      actorOf(request),
      tenant,
      askedOf(query),
      names,
      sliceOf(query),
    );
    const withMargin = allows(principalOf(request).roles, 'platform_report.read');
    const items = groups.items.map(({ keys, ...sums }) => ({
      group: Object.fromEntries(names.map((name, index) => [name, keys[index] ?? 'none'])),
      ...presentTotal(sums, withMargin),
    }));
    if (query.format === 'csv') {
      attached(reply, CSV, 'costs.csv');
      return groupsCsv(names, names.length > 0 ? items : [{ group: {}, ...presentTotal(total, withMargin) }]);
    }
    const data = { total: presentTotal(total, withMargin), groups: items, currency: CURRENCY };
    return envelope(reply, data, pagination(query.page, query.limit, groups));
  }
}
