import { modelId, type Clock, type IdGenerator, type ModelId } from '@radiant/kernel';
import { TARGET_PREFERENCES, type RoutingRule, type RoutingTarget } from '@radiant/registry';
import { auditEvent, type Actor } from '../actor.js';
import { changed, type Told } from '../audit-details.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import { checkedChoice, checkedId, checkedInteger, invalid } from '../validation.js';
import { checkRevision, type ExpectedRevisions } from './revision.js';

const MOST_TARGETS = 20;
const MOST_PRIORITY = 100;
const MOST_WEIGHT = 1_000;

/** A target as it was given: 0 and 1 where nothing is said. */
export interface AskedTarget {
  readonly modelId: ModelId;
  readonly priority?: number;
  readonly weight?: number;
}

/** A rule as it was given. */
export interface AskedRule {
  readonly name: string;
  readonly targets: readonly AskedTarget[];
  /** `share` where nothing is said. */
  readonly prefer?: string;
}

/** Says where calls for a name go, for all tenants. It stands in the trail of the actor's own tenant. */
export class PutRoutingRule {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `validation_error` naming name, targets or prefer; `precondition_failed`; `service_unavailable`. */
  async execute(actor: Actor, asked: AskedRule, expected?: ExpectedRevisions): Promise<RoutingRule> {
    const name = checkedId('name', asked.name, modelId);
    const targets = checkedTargets(asked.targets);
    const prefer = checkedChoice('prefer', asked.prefer ?? 'share', TARGET_PREFERENCES);
    const now = this.clock.now();
    const tenantId = actor.principal.homeTenantId;
    return this.transactions.run(tenantId, async ({ models, rules, audit }) => {
      for (const target of targets) {
        if (!(await models.find(target.modelId))) throw invalid('targets', 'ids of models that are there');
      }
      const before = await rules.find(name);
      checkRevision(before?.revision ?? 0, expected);
      const rule: RoutingRule = {
        name,
        targets,
        prefer,
        revision: (before?.revision ?? 0) + 1,
        createdAt: before?.createdAt ?? now,
        updatedAt: now,
      };
      await rules.put(rule);
      await audit.record(
        auditEvent(actor, this.ids, this.clock, {
          tenantId,
          action: 'routing_rule.update',
          resource: { type: 'routing_rule', id: name },
          details: changed(before ? toldOfRule(before) : {}, toldOfRule(rule)),
        }),
      );
      return rule;
    });
  }
}

function checkedTargets(asked: readonly AskedTarget[]): readonly RoutingTarget[] {
  if (asked.length < 1 || asked.length > MOST_TARGETS) throw invalid('targets', `1 to ${MOST_TARGETS} targets`);
  if (new Set(asked.map((target) => target.modelId)).size < asked.length) {
    throw invalid('targets', 'targets of different models');
  }
  return asked.map((target, index) => ({
    modelId: target.modelId,
    priority: checkedInteger(`targets[${index}].priority`, target.priority ?? 0, 0, MOST_PRIORITY),
    weight: checkedInteger(`targets[${index}].weight`, target.weight ?? 1, 1, MOST_WEIGHT),
  }));
}

/** What the trail tells of a rule. */
export const toldOfRule = ({ targets, prefer }: RoutingRule): Told => ({
  prefer,
  targets: targets.map((target) => `${target.modelId} (priority ${target.priority}, weight ${target.weight})`),
});
