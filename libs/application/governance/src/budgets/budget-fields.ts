import type { Budget } from '@radiant/billing';
import type { Told } from '../audit-details.js';

/** A budget as the trail tells it. */
export const toldBudget = ({ period, limit, hard, scope }: Budget): Told => ({
  period,
  limit: limit.toString(),
  hard,
  'scope.type': scope.kind,
  ...(scope.value !== undefined && { 'scope.value': scope.value }),
});
