import {
  COST_GROUPS,
  dayAfter,
  dayOf,
  daysPeriod,
  isTagKeyGroup,
  monthDays,
  TAG_KEY_GROUP,
  type CostFilter,
  type CostGroup,
  type CostQuery,
} from '@radiant/billing';
import type { Instant } from '@radiant/kernel';
import type { Told } from '../audit-details.js';
import { checkedDays, type AskedDays } from '../invoices/invoice-fields.js';
import { invalid } from '../validation.js';

/** What of usage is asked for; without days the current month. */
export interface AskedCosts extends AskedDays {
  readonly filter?: CostFilter;
}

const MOST_GROUPS = 4;

/** @throws DomainError `validation_error` naming the field. */
export function checkedCosts(asked: AskedCosts, timeZone: string, now: Instant): CostQuery {
  const nothing = asked.month === undefined && asked.from === undefined && asked.to === undefined;
  const { from, to } = nothing ? monthDays('month', dayOf(timeZone, now).slice(0, 7)) : checkedDays(asked);
  daysPeriod(from, to, timeZone);
  const { appId, userId, apiKeyId, modelId, providerId, tag } = asked.filter ?? {};
  return { from, to, filter: { appId, userId, apiKeyId, modelId, providerId, tag } };
}

/** Up to four groups, each once. @throws DomainError `validation_error` naming `group_by`. */
export function checkedGroups(asked: readonly string[]): readonly CostGroup[] {
  const groups = asked.map(checkedGroup);
  if (groups.length > MOST_GROUPS || new Set(groups).size < groups.length) {
    throw invalid('group_by', `up to ${MOST_GROUPS} different groups, separated by commas`);
  }
  return groups;
}

/** @throws DomainError `validation_error` naming `group_by`. */
function checkedGroup(asked: string): CostGroup {
  const known = COST_GROUPS.find((group) => group === asked);
  if (known !== undefined) return known;
  if (!isTagKeyGroup(asked) || !TAG_KEY_GROUP.test(asked))
    throw invalid('group_by', `of ${COST_GROUPS.join(', ')}, or tag:<key>`);
  return asked;
}

/** The question as the trail tells it: which days and by what, no id of a person. */
export const toldCosts = ({ from, to }: CostQuery, groupBy: readonly CostGroup[] = []): Told => ({
  from,
  to: dayAfter(to, -1),
  ...(groupBy.length > 0 && { group_by: [...groupBy] }),
});
