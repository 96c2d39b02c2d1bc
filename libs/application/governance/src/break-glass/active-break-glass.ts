import type { BreakGlassGrant } from '@radiant/identity';
import type { Instant } from '@radiant/kernel';
import type { GovernanceTransaction } from '../ports/governance-transactions.js';
import { BREAK_GLASS_MS, BREAK_GLASS_PENDING_MS, isActive } from './break-glass-rules.js';

const PAGE = 100;

/** The access out of the ordinary that a person has now in the transaction's tenant; undefined when there is none. */
export async function activeBreakGlass(
  { breakGlass }: Pick<GovernanceTransaction, 'breakGlass'>,
  userId: string,
  now: Instant,
): Promise<BreakGlassGrant | undefined> {
  const oldest = now - BREAK_GLASS_PENDING_MS - BREAK_GLASS_MS; // what was asked for earlier has ended
  for (let offset = 0; ; offset += PAGE) {
    const { items } = await breakGlass.list({ limit: PAGE, offset });
    const active = items.find((grant) => grant.requestedBy === userId && isActive(grant, now));
    if (active) return active;
    if (items.length < PAGE || items.some((grant) => grant.createdAt < oldest)) return undefined;
  }
}
