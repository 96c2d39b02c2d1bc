import type { ApiKeyId, AppId, ModelId, ProviderId, RequestId, TenantId, UserId } from '../ids.js';
import type { Instant } from './clock.js';

/** Everything that is ever written down; an action that is not here can't be audited, so add it here first. */
export const AUDIT_ACTIONS = [
  'access.refuse',
  'access_review.export',
  'agreement.create',
  'agreement.update',
  'agreement.warn',
  'api_key.create',
  'api_key.revoke',
  'api_key.rotate',
  'api_key.update',
  'app.create',
  'app.update',
  'app_user.update',
  'audit.export',
  'audit.purge',
  'audit.read',
  'audit.verify',
  'authentication.fail',
  'break_glass.decide',
  'break_glass.request',
  'break_glass.review',
  'budget.create',
  'budget.end',
  'data_key.rewrap',
  'data_key.rotate',
  'data_key.shred',
  'disclosure.read',
  'evidence.export',
  'inference.block',
  'inference.call',
  'inference.fail',
  'inference.reuse',
  'inference.settle',
  'invitation.accept',
  'invitation.create',
  'invitation.revoke',
  'invoice.credit',
  'invoice.discard',
  'invoice.draft',
  'invoice.finalise',
  'legal_hold.place',
  'legal_hold.release',
  'markup.change',
  'model.create',
  'model.update',
  'phi.reidentify',
  'phi.reidentify.decide',
  'phi.reidentify.request',
  'price.update',
  'price_import.create',
  'price_import.decide',
  'provider.create',
  'provider.update',
  'provider_bill.import',
  'report.read',
  'routing_rule.remove',
  'routing_rule.update',
  'session.delete',
  'session.read',
  'tenant.create',
  'tenant.delete',
  'tenant.read',
  'tenant.update',
  'token.revoke',
  'usage.correct',
  'usage.export',
  'webhook.remove',
  'webhook.test',
  'webhook.update',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

export type AuditOutcome = 'success' | 'refused' | 'failed';

/** Who did it. Ids only: names and addresses of people are in no clear column. */
export interface AuditActor {
  readonly kind: 'service' | 'user' | 'admin' | 'system';
  readonly userId?: UserId;
  readonly apiKeyId?: ApiKeyId;
  readonly appId?: AppId;
  /** Whether a super administrator of another tenant did it. */
  readonly crossTenant: boolean;
}

/** What may be written beside the fixed fields: sealed, and still never a prompt, a reply or a key. */
export type AuditDetails = Readonly<Record<string, string | number | boolean | null>>;

/** What of patients was concerned: categories, counts and keyed digests, never a value. */
export interface AuditedPhi {
  /** Category to count. */
  readonly categories: Readonly<Record<string, number>>;
  /** Whether anything of it left in the clear. */
  readonly disclosed: boolean;
  /** Keyed digests of the identifiers, so that disclosures of one person can be found by who knows an identifier. */
  readonly subjects: readonly string[];
}

/** One thing that happened. */
export interface AuditEvent {
  /** A UUID; recording it again changes nothing. */
  readonly id: string;
  /** Whose trail it belongs to. */
  readonly tenantId: TenantId;
  readonly occurredAt: Instant;
  readonly action: AuditAction;
  readonly outcome: AuditOutcome;
  readonly actor: AuditActor;
  readonly resource?: { readonly type: string; readonly id?: string };
  readonly requestId?: RequestId;
  readonly route?: { readonly providerId: ProviderId; readonly modelId: ModelId };
  readonly phi?: AuditedPhi;
  /** Where from; sealed. */
  readonly origin?: { readonly ip?: string; readonly userAgent?: string };
  readonly details?: AuditDetails;
}

/** The append-only record of what was done, refused and revealed. */
export abstract class AuditTrail {
  /**
   * Durable when it resolves. @throws DomainError `service_unavailable` when it can be written nowhere: what was to be
   * done must then not be done.
   */
  abstract record(event: AuditEvent): Promise<void>;
}
