import type { AuditAction, AuditActor, AuditEvent, Instant, TenantId } from '@radiant/kernel';
import { RETENTION_CLASSES, type AuditContent, type RetentionClass } from './audit-row.js';
import { moment } from './moment.js';

/**
 * Years that rows are kept at least. 45 CFR 164.316(b)(2)(i): documentation of actions and activities is kept six years;
 * 164.528(a): an accounting of disclosures reaches back six years.
 */
export const RETENTION_YEARS: Readonly<Record<RetentionClass, number>> = {
  access: 6,
  change: 6,
  disclosure: 6,
  security: 6,
};

/** What each action's rows are about. */
export const RETENTION_CLASS_OF: Readonly<Record<AuditAction, RetentionClass>> = {
  'access.refuse': 'security',
  'access_review.export': 'access',
  'agreement.create': 'change',
  'agreement.update': 'change',
  'agreement.warn': 'change',
  'api_key.create': 'change',
  'api_key.revoke': 'change',
  'api_key.rotate': 'change',
  'api_key.update': 'change',
  'app.create': 'change',
  'app.update': 'change',
  'app_user.update': 'change',
  'audit.export': 'access',
  'audit.purge': 'security',
  'audit.read': 'access',
  'audit.verify': 'access',
  'authentication.fail': 'security',
  'break_glass.decide': 'security',
  'break_glass.request': 'security',
  'break_glass.review': 'security',
  'budget.create': 'change',
  'budget.end': 'change',
  'data_key.rewrap': 'security',
  'data_key.rotate': 'security',
  'data_key.shred': 'security',
  'disclosure.read': 'disclosure',
  'evidence.export': 'access',
  'inference.block': 'security',
  'inference.call': 'disclosure',
  'inference.fail': 'disclosure',
  'inference.reuse': 'disclosure',
  'inference.settle': 'disclosure',
  'invitation.accept': 'change',
  'invitation.create': 'change',
  'invitation.revoke': 'change',
  'invoice.credit': 'change',
  'invoice.discard': 'change',
  'invoice.draft': 'change',
  'invoice.finalise': 'change',
  'legal_hold.place': 'security',
  'legal_hold.release': 'security',
  'markup.change': 'change',
  'model.create': 'change',
  'model.update': 'change',
  'phi.reidentify': 'disclosure',
  'phi.reidentify.decide': 'disclosure',
  'phi.reidentify.request': 'disclosure',
  'price.update': 'change',
  'price_import.create': 'change',
  'price_import.decide': 'change',
  'provider.create': 'change',
  'provider.update': 'change',
  'provider_bill.import': 'change',
  'report.read': 'access',
  'routing_rule.remove': 'change',
  'routing_rule.update': 'change',
  'session.delete': 'change',
  'session.read': 'access',
  'tenant.create': 'change',
  'tenant.delete': 'security',
  'tenant.read': 'access',
  'tenant.update': 'change',
  'token.revoke': 'security',
  'usage.correct': 'change',
  'usage.export': 'access',
  'webhook.remove': 'change',
  'webhook.test': 'change',
  'webhook.update': 'change',
};

/** The latest `before` that a purge of the class may have at `now`: the retention's years ago, by the calendar in UTC. */
export function purgeableBefore(retentionClass: RetentionClass, now: Instant): Instant {
  const date = new Date(now);
  const month = date.getUTCMonth();
  date.setUTCFullYear(date.getUTCFullYear() - RETENTION_YEARS[retentionClass]);
  if (date.getUTCMonth() !== month) date.setUTCDate(0); // 29 February of a leap year
  return date.getTime();
}

/** Rows of a class that happened before a moment. */
export interface PurgedRange {
  readonly retentionClass: RetentionClass;
  readonly before: Instant;
}

/** A purge as it is written down: who emptied which range, and how many rows that were. */
export interface Purge extends PurgedRange {
  /** The event's, a UUID. */
  readonly id: string;
  readonly tenantId: TenantId;
  readonly occurredAt: Instant;
  readonly actor: AuditActor;
  readonly rows: number;
}

const RESOURCE_TYPE = 'audit_range';
const RANGE = /^([a-z]+)<(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z)$/;

/**
 * The event that a purge must leave in its tenant's chain: a verification counts emptied rows without one as tampering.
 * It covers every earlier row of its range, also those of purges before. Purging the class `security` empties old purge
 * events too, so whoever does that purges the other classes as well, and records it.
 */
export const purgeEvent = (purge: Purge): AuditEvent => ({
  id: purge.id,
  tenantId: purge.tenantId,
  occurredAt: purge.occurredAt,
  action: 'audit.purge',
  outcome: 'success',
  actor: purge.actor,
  resource: { type: RESOURCE_TYPE, id: purgedRangeText(purge) },
  details: { rows: purge.rows },
});

/** E.g. `access<2020-01-01T00:00:00.000Z`. */
export const purgedRangeText = ({ retentionClass, before }: PurgedRange): string =>
  `${retentionClass}<${moment(before)}`;

/** The range that a row says was purged; undefined when it says no such thing. */
export function purgedRange(content: AuditContent): PurgedRange | undefined {
  const { action, outcome, resourceType, resourceId } = content;
  if (action !== 'audit.purge' || outcome !== 'success' || resourceType !== RESOURCE_TYPE) return undefined;
  const [, name, text] = RANGE.exec(resourceId ?? '') ?? [];
  const retentionClass = RETENTION_CLASSES.find((each) => each === name);
  const before = Date.parse(text ?? '');
  return retentionClass === undefined || Number.isNaN(before) ? undefined : { retentionClass, before };
}
