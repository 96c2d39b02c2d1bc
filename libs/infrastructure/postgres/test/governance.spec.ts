import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { appUserId, breakGlassId, invitationId, legalHoldId, UNREADABLE, type Tenant } from '@radiant/identity';
import { appId, DomainError, tenantId, userId, type AuditEvent } from '@radiant/kernel';
import type { PostgresGovernanceTransactions } from '../src/governance/postgres-governance-transactions.js';
import { emptyGovernance, ReversingSealer, transactionsOf } from './governance-store.js';
import { openTestStore, type TestStore } from './test-store.js';

const CLINIC = tenantId('11111111-1111-4111-8111-111111111111');
const ID = '33333333-3333-4333-8333-333333333333';
const OTHER_ID = '44444444-4444-4444-8444-444444444444';
const NOON = Date.UTC(2026, 2, 10, 12);
const PAGE = { limit: 10, offset: 0 };

let store: TestStore;
let sealer: ReversingSealer;
let transactions: PostgresGovernanceTransactions;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

describe('PostgresGovernanceTransactions', () => {
  it('keeps addresses and reasons sealed, each for its own row', async () => {
    await clinic();
    await addAll('Ada Lovelace');
    expect(sealer.sealed).toStrictEqual(
      ['invitation', 'break_glass', 'legal_hold'].map((name) => ({
        tenantId: CLINIC,
        record: `${name}#${ID}`,
        version: 1,
      })),
    );
    const [stored]: [{ rows: string }] = await store.superuser.query(
      `select concat(encode(i.address, 'escape'), encode(b.reason, 'escape'), encode(l.reason, 'escape'), i, b, l) as rows
        from invitations i, break_glass_grants b, legal_holds l`,
    );
    expect(stored.rows).not.toContain('Lovelace');
  });

  it('opens no address that was moved from another row', async () => {
    await clinic();
    await transactions.run(CLINIC, async ({ invitations }) => {
      await invitations.add(invitation('ada@clinic.example'));
      const other = { ...invitation('mallory@clinic.example'), id: invitationId(OTHER_ID), tokenHash: 'b'.repeat(64) };
      await invitations.add(other);
    });
    await store.superuser.query('update invitations set address = (select address from invitations where id = $1)', [
      OTHER_ID,
    ]);
    await expect(
      transactions.run(CLINIC, ({ invitations }) => invitations.find(invitationId(ID))),
    ).rejects.toMatchObject({ code: 'internal_error' });
  });

  it("still lists rows once the tenant's key was destroyed, with their sealed texts empty", async () => {
    await clinic();
    await addAll('Ada Lovelace');
    sealer.destroyed = true;
    await transactions.run(CLINIC, async ({ invitations, breakGlass, legalHolds }) => {
      expect(await invitations.list(PAGE)).toMatchObject({ items: [{ id: ID, address: '', invitedBy: 'ada' }] });
      expect(await breakGlass.list(PAGE)).toMatchObject({ items: [{ id: ID, reason: '' }] });
      expect(await legalHolds.list(PAGE)).toMatchObject({ items: [{ id: ID, reason: '' }] });
    });
  });

  it("says nothing of the driver's when the database refuses a row", async () => {
    await clinic();
    const orphan = { ...invitation('ada@clinic.example'), appId: appId('nowhere') };
    const refused: unknown = await transactions
      .run(CLINIC, ({ invitations }) => invitations.add(orphan))
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(DomainError);
    expect(refused).toMatchObject({ code: 'service_unavailable', message: 'the database is not available' });
  });

  it('keeps nothing when a refused row is overlooked', async () => {
    await clinic();
    const run = transactions.run(CLINIC, async ({ invitations, tenants }) => {
      await tenants.save({ ...TENANT, name: 'Renamed' });
      await invitations.add({ ...invitation('ada@clinic.example'), appId: appId('nowhere') }).catch(() => undefined);
    });
    await expect(run).rejects.toMatchObject({ code: 'service_unavailable' });
    expect(await transactions.run(CLINIC, ({ tenants }) => tenants.find(CLINIC))).toStrictEqual(TENANT);
  });

  it.each([
    ['settings that are no object', 'update tenants set settings = \'{"rate_limit": 5}\''],
    ['a limit that is a word', 'update tenants set settings = \'{"max_tokens_per_request": "none"}\''],
    ['half a cache', 'update tenants set settings = \'{"cache": {"ttl_seconds": 60}}\''],
    ['half a rate limit', 'update tenants set settings = \'{"rate_limit": {"tokens_per_day": 5}}\''],
    ['providers that are no list', 'update tenants set settings = \'{"allowed_providers": "all"}\''],
  ])('shows a stored tenant with %s as one that nobody can read, rather than leave a rule out', async (_, damage) => {
    await clinic();
    await store.superuser.query(damage);
    const found = await transactions.run(CLINIC, ({ tenants }) => tenants.find(CLINIC));
    expect(found?.settings).toBe(UNREADABLE);
  });

  it('shows in the log of the transaction what it recorded', async () => {
    await clinic();
    const found = await transactions.run(CLINIC, async ({ audit, auditLog }) => {
      await audit.record(EVENT);
      return auditLog.search({ action: 'invitation.accept' }, PAGE);
    });
    expect(found).toMatchObject({ items: [{ id: ID, tenantId: CLINIC }], total: 1 });
  });

  it("lets the application's role accept an invitation, and not change the tenant", async () => {
    await clinic();
    await addAll('Ada Lovelace');
    const asApplication = transactionsOf(store.unitOfWork, sealer);
    const user = await asApplication.run(CLINIC, async ({ tenants, invitations, appUsers, audit }) => {
      expect(await tenants.find(CLINIC)).toStrictEqual(TENANT);
      expect(await invitations.findByToken('a'.repeat(64))).toMatchObject({ id: ID, address: 'Ada Lovelace' });
      expect(await invitations.close(invitationId(ID), { acceptedAt: NOON })).toBe(true);
      await audit.record(EVENT);
      return appUsers.put(PERSON);
    });
    expect(user).toStrictEqual(PERSON);
    await expect(asApplication.run(CLINIC, ({ tenants }) => tenants.save(TENANT))).rejects.toMatchObject({
      code: 'service_unavailable',
    });
  });
});

async function clinic(): Promise<void> {
  await emptyGovernance(store);
  sealer = new ReversingSealer();
  transactions = transactionsOf(store.adminUnitOfWork, sealer);
  await transactions.run(CLINIC, async ({ apps, tenants }) => {
    await apps.add({ id: TENANT.appId, name: 'Charting', status: 'active' });
    await tenants.add(TENANT);
  });
}

const addAll = (text: string): Promise<void> =>
  transactions.run(CLINIC, async ({ invitations, breakGlass, legalHolds }) => {
    await invitations.add(invitation(text));
    await breakGlass.add({
      id: breakGlassId(ID),
      tenantId: CLINIC,
      requestedBy: 'grace',
      reason: text,
      status: 'pending',
      createdAt: NOON,
      startsAt: undefined,
      expiresAt: undefined,
      decidedBy: undefined,
      decidedAt: undefined,
      reviewedBy: undefined,
      reviewedAt: undefined,
      review: undefined,
    });
    await legalHolds.add({
      id: legalHoldId(ID),
      tenantId: CLINIC,
      reason: text,
      placedBy: 'grace',
      byPlatform: false,
      placedAt: NOON,
      releasedBy: undefined,
      releasedAt: undefined,
    });
  });

const invitation = (address: string) => ({
  id: invitationId(ID),
  tenantId: CLINIC,
  appId: TENANT.appId,
  address,
  tokenHash: 'a'.repeat(64),
  invitedBy: 'ada',
  createdAt: NOON,
  expiresAt: NOON + 60_000,
  acceptedAt: undefined,
  revokedAt: undefined,
});

const TENANT: Tenant = {
  id: CLINIC,
  appId: appId('charting'),
  name: 'Clinic',
  domain: undefined,
  status: 'active',
  settings: {},
  phiConfig: undefined,
  timeZone: 'UTC',
  revision: 1,
  createdAt: NOON,
  updatedAt: NOON,
};

const PERSON = {
  id: appUserId(OTHER_ID),
  tenantId: CLINIC,
  appId: TENANT.appId,
  subject: userId('ada'),
  status: 'active',
  invitationId: invitationId(ID),
  createdAt: NOON,
  lastSeenAt: undefined,
} as const;

const EVENT: AuditEvent = {
  id: ID,
  tenantId: CLINIC,
  occurredAt: NOON,
  action: 'invitation.accept',
  outcome: 'success',
  actor: { kind: 'user', userId: userId('ada'), crossTenant: false },
};
