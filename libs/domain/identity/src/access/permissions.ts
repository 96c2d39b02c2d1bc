/** Who a principal can be. Roles add up; nobody has more than the union of his. */
export const ROLES = ['user', 'service', 'operator', 'auditor', 'admin', 'super_admin'] as const;
export type Role = (typeof ROLES)[number];

const EVERYBODY = ['user', 'service', 'operator', 'auditor', 'admin', 'super_admin'] as const;
const CALLERS = ['user', 'service', 'admin', 'super_admin'] as const;
const STAFF = ['operator', 'auditor', 'admin', 'super_admin'] as const;
const OPERATIONS = ['operator', 'admin', 'super_admin'] as const;
const OVERSIGHT = ['auditor', 'admin', 'super_admin'] as const;
const ADMINISTRATION = ['admin', 'super_admin'] as const;
const PLATFORM = ['super_admin'] as const;

/**
 * The matrix: a permission and the roles that have it. Auditors read, operators operate, administrators change.
 * Within a tenant `admin` is the tenant's own administrator; what concerns all tenants is `super_admin`'s.
 */
export const PERMISSIONS = {
  'inference.call': CALLERS,
  'model.read': EVERYBODY,
  'usage.read': EVERYBODY,
  'phi.detect': CALLERS,
  'phi.reidentify': CALLERS,
  'session.read': CALLERS,
  'session.delete': CALLERS,
  'invitation.accept': ['user', 'admin', 'super_admin'],

  'metrics.read': ADMINISTRATION,
  'tenant.read': STAFF,
  'tenant.change': ADMINISTRATION,
  'tenant.create': PLATFORM,
  'tenant.delete': PLATFORM,
  'app.read': STAFF,
  'app.change': PLATFORM,
  'api_key.read': STAFF,
  'api_key.change': ADMINISTRATION,
  'app_user.read': STAFF,
  'app_user.change': ADMINISTRATION,
  'token.revoke': ADMINISTRATION,
  'registry.read': STAFF,
  'registry.change': ADMINISTRATION,
  'registry.operate': OPERATIONS,
  'registry.govern': PLATFORM,
  'audit.read': OVERSIGHT,
  'audit.verify': OVERSIGHT,
  'audit.purge': ADMINISTRATION,
  'disclosure.read': OVERSIGHT,
  'access_review.read': OVERSIGHT,
  'legal_hold.change': ADMINISTRATION,
  'budget.read': STAFF,
  'budget.change': ADMINISTRATION,
  'report.read': STAFF,
  'platform_report.read': PLATFORM,
  'markup.read': OVERSIGHT,
  'markup.change': PLATFORM,
  'usage.correct': PLATFORM,
  'provider_bill.change': PLATFORM,
  'invoice.read': OVERSIGHT,
  'invoice.change': PLATFORM,
  'data_key.change': ADMINISTRATION,
  'approval.read': OVERSIGHT,
  'policy.read': OVERSIGHT,
  'break_glass.request': ['operator', 'admin', 'super_admin'],
  'break_glass.decide': ADMINISTRATION,
  'break_glass.read': OVERSIGHT,
  'reidentification.read': OVERSIGHT,
  'reidentification.decide': ADMINISTRATION,
} as const satisfies Readonly<Record<string, readonly Role[]>>;

export type Permission = keyof typeof PERMISSIONS;

const ROLES_OF: Readonly<Record<Permission, readonly Role[]>> = PERMISSIONS;

/** Whether any of `roles` has the permission. */
export const allows = (roles: readonly Role[], permission: Permission): boolean =>
  ROLES_OF[permission].some((role) => roles.includes(role));

/** Changes that an administrator makes; where the deployment asks for it, they need a second factor. */
export const NEEDS_SECOND_FACTOR: ReadonlySet<Permission> = new Set<Permission>([
  'tenant.change',
  'tenant.create',
  'tenant.delete',
  'app.change',
  'api_key.change',
  'app_user.change',
  'token.revoke',
  'registry.change',
  'registry.govern',
  'audit.purge',
  'legal_hold.change',
  'budget.change',
  'invoice.change',
  'markup.change',
  'usage.correct',
  'provider_bill.change',
  'data_key.change',
  'break_glass.request',
  'break_glass.decide',
  'reidentification.decide',
]);

/** Roles of people who administer; their tokens are sessions with an end. */
export const isStaff = (roles: readonly Role[]): boolean => STAFF.some((role) => roles.includes(role));
