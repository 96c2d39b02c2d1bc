import type { BreakGlassGrant } from '@radiant/identity';
import type { Instant } from '@radiant/kernel';
import { BREAK_GLASS_PENDING_MS } from '../break-glass/break-glass-rules.js';
import { newest, type Approval, type ApprovalKind, type ApprovalSource } from './approval.js';

export const APPROVAL_SOURCES: Readonly<Record<ApprovalKind, ApprovalSource>> = {
  reidentification: async ({ reidentifications }, now) => {
    const waiting = await newest((slice) => reidentifications.list(slice, { status: 'pending', now }));
    return waiting.map(({ id, requestedBy, reason, createdAt, expiresAt }) => ({
      id,
      requestedBy,
      reason,
      createdAt,
      lapsesAt: expiresAt,
    }));
  },
  break_glass: async ({ breakGlass }, now) => {
    const grants = await newest((slice) => breakGlass.list(slice));
    return grants
      .filter(({ status, createdAt }) => status === 'pending' && createdAt + BREAK_GLASS_PENDING_MS > now)
      .map((grant) => asApproval(grant, grant.createdAt + BREAK_GLASS_PENDING_MS));
  },
  break_glass_review: async ({ breakGlass }) => {
    const grants = await newest((slice) => breakGlass.list(slice));
    return grants
      .filter(({ status, review }) => status === 'active' && review === undefined)
      .map((grant) => asApproval(grant, undefined));
  },
};

const asApproval = (
  { id, requestedBy, reason, createdAt }: BreakGlassGrant,
  lapsesAt: Instant | undefined,
): Omit<Approval, 'kind'> => ({ id, requestedBy, reason, createdAt, lapsesAt });
