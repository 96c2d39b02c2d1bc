import { describe, expect, it } from '@jest/globals';
import { allows, isStaff, NEEDS_SECOND_FACTOR, PERMISSIONS, ROLES, type Permission, type Role } from './permissions.js';

/** Every permission, and who has it: u user, s service, o operator, t auditor, a admin, S super_admin. */
const MATRIX = `
  inference.call        u s . . a S
  model.read            u s o t a S
  usage.read            u s o t a S
  phi.detect            u s . . a S
  phi.reidentify        u s . . a S
  session.read          u s . . a S
  session.delete        u s . . a S
  invitation.accept     u . . . a S
  metrics.read          . . . . a S
  tenant.read           . . o t a S
  tenant.change         . . . . a S
  tenant.create         . . . . . S
  tenant.delete         . . . . . S
  app.read              . . o t a S
  app.change            . . . . . S
  api_key.read          . . o t a S
  api_key.change        . . . . a S
  app_user.read         . . o t a S
  app_user.change       . . . . a S
  token.revoke          . . . . a S
  registry.read         . . o t a S
  registry.change       . . . . a S
  registry.operate      . . o . a S
  registry.govern       . . . . . S
  audit.read            . . . t a S
  audit.verify          . . . t a S
  audit.purge           . . . . a S
  disclosure.read       . . . t a S
  access_review.read    . . . t a S
  legal_hold.change     . . . . a S
  budget.read           . . o t a S
  budget.change         . . . . a S
  report.read           . . o t a S
  platform_report.read  . . . . . S
  markup.read           . . . t a S
  markup.change         . . . . . S
  usage.correct         . . . . . S
  provider_bill.change  . . . . . S
  invoice.read          . . . t a S
  invoice.change        . . . . . S
  data_key.change       . . . . a S
  approval.read         . . . t a S
  policy.read           . . . t a S
  break_glass.request   . . o . a S
  break_glass.decide    . . . . a S
  break_glass.read      . . . t a S
  reidentification.read    . . . t a S
  reidentification.decide  . . . . a S
`;

const EVERY = Object.keys(PERMISSIONS).filter((name): name is Permission => name in PERMISSIONS);
const rows = MATRIX.trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/))
  .map(([name, ...marks]) => ({ name, roles: ROLES.filter((_, at) => marks[at] !== '.') }));
const permissionsOf = (role: Role): Permission[] => EVERY.filter((permission) => allows([role], permission));

describe('the matrix of roles and permissions', () => {
  it('is the table above, whole', () => {
    const table = EVERY.map((name) => ({ name, roles: ROLES.filter((role) => allows([role], name)) }));
    expect(table).toEqual(rows);
  });

  it('lets auditors read and verify, and change nothing', () => {
    for (const permission of permissionsOf('auditor')) expect(permission).toMatch(/\.(read|verify)$/);
  });

  it('lets operators operate, and change no policy, key, person or record', () => {
    const doing = permissionsOf('operator').filter((permission) => !permission.endsWith('.read'));
    expect(doing).toEqual(['registry.operate', 'break_glass.request']);
    expect(
      permissionsOf('operator').filter((permission) => /^(audit|disclosure|access_review)/.test(permission)),
    ).toEqual([]);
  });

  it('lets neither auditors nor operators call models or see what patients said', () => {
    for (const role of ['auditor', 'operator'] as const) {
      expect(permissionsOf(role).filter((permission) => /^(inference|phi|session)\./.test(permission))).toEqual([]);
    }
  });

  it('gives users and services nothing of the administration', () => {
    const administration =
      /^(metrics|tenant|app|api_key|app_user|token|registry|audit|disclosure|access_review|legal_hold|budget|report|platform_report|invoice|data_key|approval|policy|break_glass|reidentification)\./;
    for (const role of ['user', 'service'] as const) {
      expect(permissionsOf(role).filter((permission) => administration.test(permission))).toEqual([]);
    }
  });

  it('keeps what concerns all tenants to super administrators, who have everything', () => {
    expect(permissionsOf('super_admin')).toEqual(EVERY);
    const theirsAlone = EVERY.filter((permission) => !allows(['admin'], permission));
    expect(theirsAlone).toEqual([
      'tenant.create',
      'tenant.delete',
      'app.change',
      'registry.govern',
      'platform_report.read',
      'markup.change',
      'usage.correct',
      'provider_bill.change',
      'invoice.change',
    ]);
  });

  it('adds roles up, and gives nobody anything for having none', () => {
    for (const permission of EVERY) {
      expect(allows([], permission)).toBe(false);
      expect(allows(['operator', 'auditor'], permission)).toBe(
        allows(['operator'], permission) || allows(['auditor'], permission),
      );
    }
  });

  it('asks for a second factor wherever an administrator changes something that lasts', () => {
    const changes = EVERY.filter((permission) =>
      /^tenant\.delete$|\.(change|create|govern|revoke|purge|request|decide|correct)$/.test(permission),
    );
    expect([...NEEDS_SECOND_FACTOR].sort()).toEqual(changes.sort());
  });
});

describe('isStaff', () => {
  it.each([
    [['user'], false],
    [['service'], false],
    [[], false],
    [['user', 'operator'], true],
    [['user', 'auditor'], true],
    [['admin'], true],
    [['super_admin'], true],
  ] as const)('of %j is %s', (roles, staff) => {
    expect(isStaff(roles)).toBe(staff);
  });
});
