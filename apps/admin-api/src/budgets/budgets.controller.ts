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
import { budgetId } from '@radiant/billing';
import { AddBudget, EndBudget, ListBudgetAlerts, ListBudgets } from '@radiant/governance';
import { tenantId } from '@radiant/kernel';
import { ApiEnvelope, BodyExample, type Envelope, envelope, pagination, Permit, validated } from '@radiant/nest-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actorOf } from '../actor.js';
import { PageQuery, sliceOf } from '../paging.js';
import { BudgetAlertsAnswer, BudgetsAnswer, OneBudgetAnswer, presentAlert, presentBudget } from './budget-answers.js';
import { BudgetBody, budgetAsked } from './budget-bodies.js';

@ApiTags('Budgets')
@ApiBearerAuth('token')
@Controller('api/v2/tenants/:tenantId/budgets')
@UsePipes(validated())
export class BudgetsController {
  constructor(
    @Inject(ListBudgets) private readonly lists: ListBudgets,
    @Inject(ListBudgetAlerts) private readonly raised: ListBudgetAlerts,
    @Inject(AddBudget) private readonly add: AddBudget,
    @Inject(EndBudget) private readonly end: EndBudget,
  ) {}

  @Get()
  @Permit('budget.read')
  @ApiOperation({ summary: 'Budgets of a tenant with what is spent, held and left in the present period' })
  @ApiEnvelope(BudgetsAnswer)
  async list(
    @Param('tenantId') tenant: string,
    @Query() query: PageQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<BudgetsAnswer>> {
    const found = await this.lists.execute(actorOf(request), tenantId(tenant), sliceOf(query));
    return envelope(reply, { budgets: found.items.map(presentBudget) }, pagination(query.page, query.limit, found));
  }

  @Get('alerts')
  @Permit('budget.read')
  @ApiOperation({ summary: 'Alerts of budgets at 50, 80 and 100 % of the limit, newest first' })
  @ApiEnvelope(BudgetAlertsAnswer)
  async alerts(
    @Param('tenantId') tenant: string,
    @Query() query: PageQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<BudgetAlertsAnswer>> {
    const found = await this.raised.execute(actorOf(request), tenantId(tenant), sliceOf(query));
    return envelope(reply, { alerts: found.items.map(presentAlert) }, pagination(query.page, query.limit, found));
  }

  @Post()
  @Permit('budget.change')
  @ApiOperation({
    summary: 'Set a budget',
    description:
      'Every budget that covers a call must allow what the call can cost at most. What was spent earlier in the period ' +
      'counts. A refused call gets 402 `budget_exceeded` with what is left and when the budget resets.',
  })
  @ApiEnvelope(OneBudgetAnswer, 201)
  @BodyExample(BudgetBody, {
    period: 'month',
    limit: '250.00',
    currency: 'USD',
    hard: true,
    scope: { type: 'app', value: 'thinktank' },
  })
  async create(
    @Param('tenantId') tenant: string,
    @Body() body: BudgetBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<OneBudgetAnswer>> {
    const made = await this.add.execute(actorOf(request), tenantId(tenant), budgetAsked(body));
    return envelope(reply, { budget: presentBudget(made) });
  }

  @Delete(':id')
  @HttpCode(200)
  @Permit('budget.change')
  @ApiOperation({ summary: 'End a budget' })
  @ApiEnvelope(OneBudgetAnswer)
  async remove(
    @Param('tenantId') tenant: string,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<OneBudgetAnswer>> {
    const ended = await this.end.execute(actorOf(request), tenantId(tenant), budgetId(id));
    return envelope(reply, { budget: presentBudget(ended) });
  }
}
