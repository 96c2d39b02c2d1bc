import type { AuditContent } from './audit-row.js';

/** A row's content as JSON shows it: every field named, always in the same order, and nothing that came along. */
export const contentFields = (content: AuditContent): AuditContent => ({
  action: content.action,
  outcome: content.outcome,
  actorKind: content.actorKind,
  userId: content.userId,
  adminId: content.adminId,
  apiKeyId: content.apiKeyId,
  appId: content.appId,
  crossTenant: content.crossTenant,
  resourceType: content.resourceType,
  resourceId: content.resourceId,
  requestId: content.requestId,
  providerId: content.providerId,
  modelId: content.modelId,
  phi: content.phi,
  phiDisclosed: content.phiDisclosed,
  subjects: content.subjects,
  body: content.body,
});
