import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Put, Req, Res, UsePipes } from '@nestjs/common';
import { ApiBearerAuth, ApiHeaders, ApiOperation, ApiTags } from '@nestjs/swagger';
import { PutRoutingRule, ReadTenant, RemoveRoutingRule } from '@radiant/governance';
import { UNREADABLE, type TenantSettings } from '@radiant/identity';
import { Clock, DomainError, IdGenerator, modelId, tenantId, type ModelId } from '@radiant/kernel';
import { ApiEnvelope, BodyExample, type Envelope, envelope, Permit, validated } from '@radiant/nest-kit';
import { PostgresReplicas } from '@radiant/postgres';
import { conversationOf, lotOf, RegistryStore, RegistryView } from '@radiant/registry';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actorOf } from '../actor.js';
import { expectedOf, IF_MATCH, tagged } from '../revisions.js';
import {
  ExplainBody,
  ExplanationAnswer,
  OneRuleAnswer,
  presentConsideration,
  presentRule,
  RemovedRuleAnswer,
  RuleBody,
  RulesAnswer,
} from './routing-bodies.js';

@ApiTags('Routing')
@ApiBearerAuth('token')
@Controller('api/v2/routing')
@UsePipes(validated())
export class RoutingController {
  constructor(
    @Inject(RegistryStore) private readonly registry: RegistryStore,
    @Inject(PutRoutingRule) private readonly putRule: PutRoutingRule,
    @Inject(RemoveRoutingRule) private readonly removeRule: RemoveRoutingRule,
    @Inject(ReadTenant) private readonly readTenant: ReadTenant,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(IdGenerator) private readonly ids: IdGenerator,
    @Inject(PostgresReplicas) private readonly replicas: PostgresReplicas<unknown>,
  ) {}

  @Get('rules')
  @Permit('registry.read')
  @ApiOperation({ summary: 'Aliases and fallbacks, by name' })
  @ApiEnvelope(RulesAnswer)
  async list(@Res({ passthrough: true }) reply: FastifyReply): Promise<Envelope<RulesAnswer>> {
    return envelope(reply, { rules: (await this.registry.load()).rules.map(presentRule) });
  }

  @Put('rules/:name')
  @Permit('registry.govern')
  @ApiOperation({
    summary: 'Say where calls for a name go',
    description:
      "The name is an alias, or a model's own id that is given fallbacks. Targets are tried by priority; among equals one " +
      'is drawn by weight, the same for all calls of a session. A target that may not take a call is passed over. ' +
      'Without a rule there is no fallback.',
  })
  @ApiHeaders([IF_MATCH])
  @ApiEnvelope(OneRuleAnswer)
  @BodyExample(RuleBody, {
    targets: [{ model_id: 'demo-chat-small' }, { model_id: 'demo-chat-large', priority: 1 }],
  })
  async put(
    @Param('name') name: string,
    @Body() { targets, prefer }: RuleBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<OneRuleAnswer>> {
    const asked = targets.map(({ model_id, priority, weight }, index) => ({
      modelId: modelId(model_id, `targets[${index}].model_id`),
      priority,
      weight,
    }));
    const rule = await this.putRule.execute(actorOf(request), { name, targets: asked, prefer }, expectedOf(request));
    tagged(reply, rule);
    return envelope(reply, { rule: presentRule(rule) });
  }

  @Delete('rules/:name')
  @Permit('registry.govern')
  @ApiOperation({ summary: 'Take a rule away' })
  @ApiHeaders([IF_MATCH])
  @ApiEnvelope(RemovedRuleAnswer)
  async remove(
    @Param('name') name: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<RemovedRuleAnswer>> {
    await this.removeRule.execute(actorOf(request), name, expectedOf(request));
    return envelope(reply, { name });
  }

  @Post('explain')
  @HttpCode(200)
  @Permit('registry.read')
  @ApiOperation({
    summary: 'Which targets a call would have, and why each is taken or refused',
    description:
      'Nothing is sent. Targets of the same priority are drawn anew each time, as for a call without a session; those of a ' +
      'session come in its own order. `breakers` shows which replicas keep calls from the target at present, as each said ' +
      'within the last seconds; what it has measured is not known here.',
  })
  @ApiEnvelope(ExplanationAnswer)
  @BodyExample(ExplainBody, { model: 'demo-chat-small', exposes_phi: true })
  async explain(
    @Body() body: ExplainBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<ExplanationAnswer>> {
    const settings = await this.settings(body.tenant_id, request);
    const model = body.model ?? settings.defaultModel;
    const view = new RegistryView(await this.registry.load());
    const demands = {
      service: body.service ?? 'chat',
      exposesPhi: body.exposes_phi ?? false,
      providers: settings.allowedProviders,
      models: undefined,
    };
    const conversation = conversationOf(body.tenant_id ?? '', body.session_id ?? this.ids.uuid());
    const chances = { draw: (id: ModelId) => lotOf(conversation, id), firstByteMs: () => undefined };
    const considered = model === undefined ? [] : view.consider(model, demands, this.clock.now(), chances);
    const told = await this.replicas.breakers();
    return envelope(reply, {
      model: model ?? null,
      targets: considered.map((each) => presentConsideration(each, told)),
    });
  }

  private async settings(id: string | undefined, request: FastifyRequest): Promise<TenantSettings> {
    if (id === undefined) return {};
    const { settings } = await this.readTenant.execute(actorOf(request), tenantId(id));
    if (settings !== UNREADABLE) return settings;
    throw new DomainError(
      'conflict',
      "the tenant's settings can't be read, so that its calls are refused: set them anew",
    );
  }
}
