import type { Budget } from '@radiant/billing';
import type { AuditEvent, Clock, IdGenerator } from '@radiant/kernel';
import { auditEvent, type Actor } from '../actor.js';
import { created, type Told } from '../audit-details.js';

/** A budget as the trail tells it. */
const toldBudget = ({ period, limit, hard, scope }: Budget): Told => ({
  period,
  limit: limit.toString(),
  hard,
  'scope.type': scope.kind,
  ...(scope.value !== undefined && { 'scope.value': scope.value }),
});

/** The event of a new one. */
export const budgetCreated = (actor: Actor, ids: IdGenerator, clock: Clock, budget: Budget): AuditEvent =>
  auditEvent(actor, ids, clock, {
    tenantId: budget.tenantId,
    action: 'budget.create',
    resource: { type: 'budget', id: budget.id },
    details: created(toldBudget(budget)),
  });
