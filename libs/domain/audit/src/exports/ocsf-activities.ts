import type { AuditAction } from '@radiant/kernel';

const CREATE = 1;
const READ = 2;
const UPDATE = 3;
const DELETE = 4;
const OTHER = 99;

/** `activity_id` of API Activity. */
export const OCSF_ACTIVITY_OF: Readonly<Record<AuditAction, number>> = {
  'access.refuse': OTHER,
  'access_review.export': READ,
  'api_key.create': CREATE,
  'api_key.revoke': DELETE,
  'api_key.rotate': UPDATE,
  'api_key.update': UPDATE,
  'app.create': CREATE,
  'app.update': UPDATE,
  'app_user.update': UPDATE,
  'audit.export': READ,
  'audit.purge': DELETE,
  'audit.read': READ,
  'audit.verify': READ,
  'authentication.fail': OTHER,
  'break_glass.decide': UPDATE,
  'break_glass.request': CREATE,
  'break_glass.review': UPDATE,
  'budget.create': CREATE,
  'budget.end': DELETE,
  'data_key.rewrap': UPDATE,
  'data_key.rotate': UPDATE,
  'data_key.shred': DELETE,
  'disclosure.read': READ,
  'evidence.export': READ,
  'inference.block': OTHER,
  'inference.call': OTHER,
  'inference.fail': OTHER,
  'inference.settle': OTHER,
  'invitation.accept': UPDATE,
  'invitation.create': CREATE,
  'invitation.revoke': DELETE,
  'legal_hold.place': CREATE,
  'legal_hold.release': DELETE,
  'model.create': CREATE,
  'model.update': UPDATE,
  'phi.reidentify': READ,
  'phi.reidentify.decide': UPDATE,
  'phi.reidentify.request': CREATE,
  'price.update': UPDATE,
  'provider.create': CREATE,
  'provider.update': UPDATE,
  'session.delete': DELETE,
  'session.read': READ,
  'tenant.create': CREATE,
  'tenant.read': READ,
  'tenant.update': UPDATE,
  'token.revoke': DELETE,
};
