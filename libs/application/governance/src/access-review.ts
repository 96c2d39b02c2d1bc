import type { AppUser, BreakGlassGrant, ManagedApiKey } from '@radiant/identity';
import type { Clock, IdGenerator, Instant, Page, Slice, TenantId } from '@radiant/kernel';
import { auditEvent, type Actor } from './actor.js';
import { moment } from './audit-details.js';
import { grantStatusAt } from './break-glass/break-glass-rules.js';
import { readingIn } from './in-tenant.js';
import type { GovernanceTransactions } from './ports/governance-transactions.js';

const PAGE = 500;

/** One access that somebody or something has or had, flat enough for a line of CSV. */
export interface AccessReviewRow {
  readonly kind: 'api_key' | 'app_user' | 'break_glass';
  readonly id: string;
  /** The name of a key; the identity provider's id of a person. */
  readonly holder: string;
  readonly appId: string | null;
  /** What it gives access to: a key's scopes, otherwise the kind of access. */
  readonly access: string;
  readonly status: 'active' | 'expired' | 'revoked' | 'suspended' | 'pending' | 'denied' | 'ended';
  /** Moments in ISO 8601. */
  readonly createdAt: string | null;
  readonly createdBy: string | null;
  readonly lastUsedAt: string | null;
  readonly expiresAt: string | null;
}

/** The fields of a row, in the order of CSV's columns. */
export const ACCESS_REVIEW_FIELDS = [
  'kind',
  'id',
  'holder',
  'appId',
  'access',
  'status',
  'createdAt',
  'createdBy',
  'lastUsedAt',
  'expiresAt',
] as const satisfies readonly (keyof AccessReviewRow)[];

/**
 * Who has access to a tenant: every key, app user and access out of the ordinary, ended ones included. Roles of
 * administrators are not in it: their identity provider gives them. 45 CFR 164.308(a)(4)(ii)(C) asks for such reviews.
 */
export class AccessReview {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `not_found`, `service_unavailable`. */
  async execute(actor: Actor, tenantId: TenantId): Promise<readonly AccessReviewRow[]> {
    return readingIn(this.transactions, actor, tenantId, async ({ apiKeys, appUsers, breakGlass, audit }) => {
      const now = this.clock.now();
      const keys = await every((slice) => apiKeys.list(slice));
      const users = await every((slice) => appUsers.list(slice));
      const grants = await every((slice) => breakGlass.list(slice));
      await audit.record(
        auditEvent(actor, this.ids, this.clock, {
          tenantId,
          action: 'access_review.export',
          details: { api_keys: keys.length, app_users: users.length, break_glass: grants.length },
        }),
      );
      return [
        ...keys.map((key) => rowOfKey(key, now)),
        ...users.map(rowOfUser),
        ...grants.map((grant) => rowOfGrant(grant, now)),
      ];
    });
  }
}

/** What is added meanwhile moves items to later slices: they are met twice then, and none is missed. */
async function every<Item extends { readonly id: string }>(
  list: (slice: Slice) => Promise<Page<Item>>,
): Promise<readonly Item[]> {
  const found = new Map<string, Item>();
  for (let offset = 0; ; offset += PAGE) {
    const { items } = await list({ limit: PAGE, offset });
    for (const item of items) found.set(item.id, item);
    if (items.length < PAGE) return [...found.values()];
  }
}

const rowOfKey = (key: ManagedApiKey, now: Instant): AccessReviewRow => ({
  kind: 'api_key',
  id: key.id,
  holder: key.name,
  appId: key.appId,
  access: key.scopes.join(' '),
  status: statusOfKey(key, now),
  createdAt: moment(key.createdAt) ?? null,
  createdBy: key.createdBy ?? null,
  lastUsedAt: moment(key.lastUsedAt) ?? null,
  expiresAt: moment(endOf(key)) ?? null,
});

function statusOfKey({ revokedAt, expiresAt }: ManagedApiKey, now: Instant): AccessReviewRow['status'] {
  if (revokedAt !== undefined && revokedAt <= now) return 'revoked';
  return expiresAt !== undefined && expiresAt <= now ? 'expired' : 'active';
}

/** A planned revocation ends a key as well as its expiry does. */
function endOf({ revokedAt, expiresAt }: ManagedApiKey): Instant | undefined {
  if (revokedAt === undefined || expiresAt === undefined) return revokedAt ?? expiresAt;
  return Math.min(revokedAt, expiresAt);
}

const rowOfUser = (user: AppUser): AccessReviewRow => ({
  kind: 'app_user',
  id: user.id,
  holder: user.subject,
  appId: user.appId,
  access: 'app',
  status: user.status,
  createdAt: moment(user.createdAt) ?? null,
  createdBy: null,
  lastUsedAt: moment(user.lastSeenAt) ?? null,
  expiresAt: null,
});

const rowOfGrant = (grant: BreakGlassGrant, now: Instant): AccessReviewRow => ({
  kind: 'break_glass',
  id: grant.id,
  holder: grant.requestedBy,
  appId: null,
  access: 'break-glass',
  status: grantStatusAt(grant, now),
  createdAt: moment(grant.createdAt) ?? null,
  createdBy: grant.decidedBy ?? null,
  lastUsedAt: null,
  expiresAt: moment(grant.expiresAt) ?? null,
});
