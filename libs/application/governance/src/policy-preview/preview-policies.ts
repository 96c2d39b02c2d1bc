import { readableBody, type FoundAuditRow, type OpenAuditBody } from '@radiant/audit';
import type { BudgetScope, Period, UsageReports } from '@radiant/billing';
import type { ApiKeyStore, Tenant } from '@radiant/identity';
import {
  DomainError,
  modelId,
  providerId,
  type Clock,
  type IdGenerator,
  type Instant,
  type TenantId,
} from '@radiant/kernel';
import { DEFAULT_PHI_POLICY, raised, readPhiConfig, type PhiFloor } from '@radiant/phi';
import {
  agreementId,
  SERVICES,
  type Agreement,
  type Model,
  type Provider,
  type RegistrySnapshot,
  type RegistryStore,
} from '@radiant/registry';
import { auditEvent, type Actor } from '../actor.js';
import { checkedTerms } from '../budgets/add-budget.js';
import { scopeOfLine } from '../budgets/scope-of-line.js';
import { inTenant } from '../in-tenant.js';
import type { AuditStores } from '../ports/audit-stores.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import type { PhiConfigs } from '../ports/phi-configs.js';
import { checkedChoice, checkedId, checkedInteger, invalid } from '../validation.js';
import { BudgetReplay } from './budget-replay.js';
import { judgeDeparture, unknownOf, wouldBeLetThrough, type PastCall } from './judge-departure.js';
import { PreviewCounter } from './preview-counter.js';
import type { AskedAgreement, PolicyPreview, PolicyProposal, Trial } from './preview.js';

const DAY_MS = 86_400_000;
const MOST_DAYS = 90;
/** So many rows of a kind are read, so that a question never takes for ever. */
const MOST_ROWS = 500_000;

/**
 * Tries a PHI policy, agreements or a budget on the past before they are saved: what would have been refused, hidden or
 * exposed, and which calls a budget would have stopped. It reads metadata only, a page at a time, and changes nothing.
 */
export class PreviewPolicies {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
    private readonly stores: AuditStores,
    private readonly bodies: OpenAuditBody,
    private readonly usage: UsageReports,
    private readonly registry: RegistryStore,
    private readonly phiConfigs: PhiConfigs,
    private readonly floor: PhiFloor,
  ) {}

  /**
   * @throws DomainError `validation_error` naming the field; `not_found` for a tenant, or for an agreement that is to end;
   * `service_unavailable`.
   */
  async execute(actor: Actor, tenantId: TenantId, proposal: PolicyProposal): Promise<PolicyPreview> {
    const days = checkedInteger('days', proposal.days, 1, MOST_DAYS);
    const to = this.clock.now();
    const from = to - days * DAY_MS;
    const snapshot = await this.registry.load();
    const { tenant, scope } = await inTenant(this.transactions, actor, tenantId, async (transaction, found) => {
      const { apiKeys, audit } = transaction;
      await audit.record(
        auditEvent(actor, this.ids, this.clock, {
          tenantId,
          action: 'tenant.read',
          resource: { type: 'policy_preview' },
          details: { days },
        }),
      );
      return { tenant: found, scope: await lineAsked(apiKeys, proposal) };
    });
    const trial = this.trial(tenant, proposal, snapshot, from, to);
    const counter = new PreviewCounter(tenant.timeZone);
    const replay =
      trial.budget && new BudgetReplay({ ...trial.budget, scope: scope ?? trial.budget.scope }, tenant.timeZone);
    const read = await this.replayTrail(tenantId, from, to, trial, snapshot, counter);
    const billed = await this.replayUsage(tenant.id, { from, to }, replay, counter);
    return {
      from,
      to: Math.min(read ?? to, billed ?? to),
      complete: read === undefined && billed === undefined,
      total: counter.total,
      days: counter.days,
      unknown: unknownOf(trial, proposal.phiConfig !== undefined),
    };
  }

  private trial(tenant: Tenant, asked: PolicyProposal, snapshot: RegistrySnapshot, from: Instant, to: Instant): Trial {
    if (asked.phiConfig === undefined && !asked.agreements && !asked.budget) {
      throw new DomainError('validation_error', 'phi_config, agreements or budget must be given');
    }
    const own = tenant.phiConfig === undefined ? DEFAULT_PHI_POLICY : readPhiConfig(tenant.phiConfig);
    const then =
      asked.phiConfig === undefined
        ? own
        : asked.phiConfig === null
          ? DEFAULT_PHI_POLICY
          : readPhiConfig(this.phiConfigs.check(asked.phiConfig));
    const ended = new Set((asked.agreements?.end ?? []).map(agreementId));
    for (const id of ended) {
      if (!snapshot.agreements.some((agreement) => agreement.id === id))
        throw invalid('agreements.end', 'ids of agreements');
    }
    const added = (asked.agreements?.add ?? []).map((each) => this.agreement(each, snapshot, from, to));
    return {
      now: raised(own, this.floor),
      then: raised(then, this.floor),
      agreements: [...snapshot.agreements.filter(({ id }) => !ended.has(id)), ...added],
      budget: asked.budget && checkedTerms(asked.budget),
    };
  }

  /** As if it had been in force all the time. */
  private agreement(
    asked: AskedAgreement,
    { providers, models }: RegistrySnapshot,
    from: Instant,
    to: Instant,
  ): Agreement {
    const { region, services } = asked;
    const provider = checkedId('agreements.add.provider_id', asked.providerId, providerId);
    const model =
      asked.modelId === undefined ? undefined : checkedId('agreements.add.model_id', asked.modelId, modelId);
    if (!providers.some(({ id }) => id === provider))
      throw invalid('agreements.add.provider_id', 'the id of a provider');
    if (model !== undefined && !models.some(({ id, providerId: its }) => id === model && its === provider)) {
      throw invalid('agreements.add.model_id', 'the id of a model of the provider');
    }
    return {
      id: agreementId(this.ids.uuid()),
      providerId: provider,
      modelId: model,
      region,
      documentReference: 'proposed',
      services: services.map((service) => checkedChoice('agreements.add.services', service, SERVICES)),
      effectiveFrom: from,
      expiresAt: to + 1,
      revision: 1,
      createdAt: from,
      updatedAt: from,
    };
  }

  /** @returns the moment from which on nothing was read any more; undefined: all was. */
  private async replayTrail(
    tenantId: TenantId,
    from: Instant,
    to: Instant,
    trial: Trial,
    snapshot: RegistrySnapshot,
    counter: PreviewCounter,
  ): Promise<Instant | undefined> {
    const models = new Map<string, Model>(snapshot.models.map((model) => [model.id, model]));
    const providers = new Map<string, Provider>(snapshot.providers.map((provider) => [provider.id, provider]));
    // Sealed details are opened only where the answer depends on them.
    const looksInside = trial.now.unscannable !== trial.then.unscannable;
    const past = async (row: FoundAuditRow): Promise<PastCall> => {
      const model = models.get(row.content?.modelId ?? '');
      const provider = providers.get(row.content?.providerId ?? '');
      return {
        at: row.occurredAt,
        route: model && provider && { model, provider },
        categories: row.content?.phi ?? {},
        unscannable: looksInside && (await this.hadUnscannable(row)),
      };
    };
    const store = this.stores.ofTenant(tenantId);
    let rows = 0;
    for await (const row of store.export({ from, to, action: 'inference.call' })) {
      if ((rows += 1) > MOST_ROWS) return row.occurredAt;
      if (row.content) counter.departure(row.occurredAt, judgeDeparture(trial, await past(row)));
    }
    if (!looksInside) return undefined;
    for await (const row of store.export({ from, to, action: 'inference.block' })) {
      if ((rows += 1) > MOST_ROWS) return row.occurredAt;
      if (row.content && wouldBeLetThrough(trial, await past(row))) counter.letThrough(row.occurredAt);
    }
    return undefined;
  }

  private async hadUnscannable(row: FoundAuditRow): Promise<boolean> {
    const body = readableBody(await this.bodies.orUnreadable(row));
    return typeof body.details?.['unscannable'] === 'string';
  }

  /** @returns as `replayTrail`. */
  private async replayUsage(
    id: TenantId,
    { from, to }: Period,
    replay: BudgetReplay | undefined,
    counter: PreviewCounter,
  ): Promise<Instant | undefined> {
    const period = { from: Math.min(from, replay?.startFor(from) ?? from), to };
    let rows = 0;
    for await (const call of this.usage.history(id, period)) {
      if ((rows += 1) > MOST_ROWS) return call.createdAt;
      const counted = call.createdAt >= from;
      const refused = replay?.refuses(call, counted) ?? false;
      if (counted) counter.billed(call.createdAt, call.billedAmount, refused);
    }
    return undefined;
  }
}

/** The budget of a key is asked of all keys of its line, as it would be if it were made. */
async function lineAsked(apiKeys: ApiKeyStore, { budget }: PolicyProposal): Promise<BudgetScope | undefined> {
  const scope = budget && checkedTerms(budget).scope;
  return scope?.kind === 'key' ? scopeOfLine(apiKeys, scope.value ?? '') : undefined;
}
