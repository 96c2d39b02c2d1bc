import { DomainError } from '@radiant/kernel';
import type { Route } from '@radiant/registry';
import type { AuditCall } from './audit-call.js';
import type { InferenceCall } from './inference-call.js';
import { blockedParts } from './protection/attachments.js';

/** What was to leave and could not be protected is written down as well, whatever becomes of its record. @throws as `work`. */
export async function auditBlocks<Result>(
  audit: AuditCall,
  call: InferenceCall,
  route: Route,
  work: () => Result | Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DomainError && error.code === 'phi_policy_blocked') {
      await audit.blocked(call, route, blockedParts(call.request.messages, error));
    }
    throw error;
  }
}
