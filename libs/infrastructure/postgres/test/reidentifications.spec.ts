import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { tenantId } from '@radiant/kernel';
import type { ReidentificationDecision } from '@radiant/phi';
import { reidentificationOf } from '@radiant/phi/testing';
import { ExpiredTexts } from '../src/expired-texts.js';
import type { PostgresGovernanceTransactions } from '../src/governance/postgres-governance-transactions.js';
import { emptyGovernance, ReversingSealer, transactionsOf } from './governance-store.js';
import { openTestStore, refusal, type TestStore } from './test-store.js';

const CLINIC = tenantId('11111111-1111-4111-8111-111111111111');
const CHECK_VIOLATION = '23514';
const REQUEST = reidentificationOf(1, { reason: 'Ada Lovelace asks', text: 'Dear [PHI_NAME_48213], Ada Lovelace' });
const DECISION: ReidentificationDecision = {
  status: 'approved',
  decidedBy: 'grace',
  decidedAt: REQUEST.createdAt,
  reason: 'Ada Lovelace may',
};

let store: TestStore;
let sealer: ReversingSealer;
let transactions: PostgresGovernanceTransactions;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  await emptyGovernance(store);
  await store.addTenant(CLINIC);
  sealer = new ReversingSealer();
  transactions = transactionsOf(store.adminUnitOfWork, sealer);
});

const added = (): Promise<void> => transactions.run(CLINIC, ({ reidentifications }) => reidentifications.add(REQUEST));
const decided = (from = transactions): Promise<boolean> =>
  from.run(CLINIC, ({ reidentifications }) => reidentifications.decide(REQUEST.id, DECISION));
const found = () => transactions.run(CLINIC, ({ reidentifications }) => reidentifications.find(REQUEST.id));

describe('PostgresReidentificationStore', () => {
  it('keeps reasons and texts sealed, each for its own place', async () => {
    await added();
    await decided();
    expect(sealer.sealed).toStrictEqual(
      ['reason', 'text', 'decision'].map((name) => ({
        tenantId: CLINIC,
        record: `reidentification_${name}#${REQUEST.id}`,
        version: 1,
      })),
    );
    const [row]: [{ text: string }] = await store.superuser.query(
      `select concat(encode(reason, 'escape'), encode(text, 'escape'), encode(decision_reason, 'escape'), r) as text
        from reidentification_requests r`,
    );
    expect(row.text).not.toMatch(/Lovelace|PHI_NAME/);
  });

  it('opens no text that was put in the place of another', async () => {
    await added();
    await store.superuser.query('update reidentification_requests set reason = text');
    await expect(found()).rejects.toMatchObject({ code: 'internal_error' });
  });

  it("still lists requests once the tenant's key was destroyed, with their sealed texts empty", async () => {
    await added();
    await decided();
    sealer.destroyed = true;
    expect(await found()).toMatchObject({ id: REQUEST.id, reason: '', text: '', decisionReason: '' });
  });

  it("lets the application's role ask, and never decide", async () => {
    const asApplication = transactionsOf(store.unitOfWork, sealer);
    await asApplication.run(CLINIC, ({ reidentifications }) => reidentifications.add(REQUEST));
    await expect(decided(asApplication)).rejects.toMatchObject({ code: 'service_unavailable' });
    expect(await found()).toStrictEqual(REQUEST);
  });

  describe('a text that nobody may open any more', () => {
    const texts = (unitOfWork = store.adminUnitOfWork) => new ExpiredTexts(unitOfWork);
    const whole = async (): Promise<boolean> => {
      const rows: unknown[] = await store.superuser.query(
        'select from reidentification_requests where text is not null',
      );
      return rows.length > 0;
    };

    it('is taken away when its request expires, once, and the rest of the row stays', async () => {
      await added();
      expect(await texts().forget(REQUEST.expiresAt - 1)).toBe(0);
      expect(await found()).toStrictEqual(REQUEST);
      expect(await texts().forget(REQUEST.expiresAt)).toBe(1);
      expect(await texts().forget(REQUEST.expiresAt)).toBe(0);
      expect(await whole()).toBe(false);
      expect(await found()).toStrictEqual({ ...REQUEST, text: '' });
    });

    it('stays when the clock of a replica alone says that the request has expired', async () => {
      const day = 24 * 60 * 60_000;
      const moment = Date.now();
      await transactionsOf(store.adminUnitOfWork, sealer).run(CLINIC, ({ reidentifications }) =>
        reidentifications.add({ ...REQUEST, createdAt: moment, expiresAt: moment + day }),
      );
      expect(await texts().forget(moment + 2 * day)).toBe(0);
      expect(await whole()).toBe(true);
    });

    it('is taken away when its request was denied, and kept while it is approved', async () => {
      await added();
      await decided();
      expect(await texts().forget(REQUEST.createdAt)).toBe(0);
      await store.superuser.query("update reidentification_requests set status = 'denied'");
      expect(await texts().forget(REQUEST.createdAt)).toBe(1);
    });

    it('stays while a legal hold stands', async () => {
      await added();
      await store.superuser.query(
        `insert into legal_holds (tenant_id, id, reason, placed_by, placed_at)
          values ($1, gen_random_uuid(), 'sealed', 'grace', now())`,
        [CLINIC],
      );
      expect(await texts().forget(REQUEST.expiresAt)).toBe(0);
      await store.superuser.query("update legal_holds set released_at = now(), released_by = 'ada'");
      expect(await texts().forget(REQUEST.expiresAt)).toBe(1);
    });

    it("is out of the application's reach", async () => {
      await added();
      await expect(texts(store.unitOfWork).forget(REQUEST.expiresAt)).rejects.toMatchObject({
        code: 'service_unavailable',
      });
      expect(await whole()).toBe(true);
    });
  });

  it.each([
    [
      'a decision by who asked',
      "set status = 'approved', decided_by = requested_by, decided_at = now(), decision_reason = ''",
    ],
    ['a decision by nobody', "set status = 'approved', decided_at = now(), decision_reason = ''"],
    ['a decision without a reason', "set status = 'denied', decided_by = 'grace', decided_at = now()"],
    ['a pending one that somebody decided', "set decided_by = 'grace'"],
  ])('refuses %s', async (_, change) => {
    await added();
    expect(await refusal(store.database.superuserUrl, `update reidentification_requests ${change}`)).toBe(
      CHECK_VIOLATION,
    );
  });
});
