import { beforeEach, describe, expect, it } from '@jest/globals';
import { apiKeyId, appId, mappingId, tenantId, type Instant, type TenantId } from '@radiant/kernel';
import type { ReidentificationDecision, ReidentificationStore } from '../ports/reidentification-store.js';
import {
  REIDENTIFICATION_STATUSES,
  reidentificationId,
  statusAt,
  type Reidentification,
  type ReidentificationOfText,
  type ReidentificationStatus,
} from '../reidentification.js';

const CLINIC = tenantId('11111111-1111-4111-8111-111111111111');
const HOSPITAL = tenantId('22222222-2222-4222-8222-222222222222');
const NOON: Instant = Date.UTC(2026, 2, 10, 12);
const MINUTE_MS = 60_000;
const PAGE = { limit: 10, offset: 0 };

/** Transactions that hand out the store of their tenant. */
export interface ReidentificationStores {
  run<Result>(tenantId: TenantId, work: (store: ReidentificationStore) => Promise<Result>): Promise<Result>;
}

const idOf = (number: number) => reidentificationId(`00000000-0000-4000-8000-${String(number).padStart(12, '0')}`);

/** A pending request of the clinic, made `number` ms after noon and good for ten minutes. */
export const reidentificationOf = (
  number: number,
  over: Partial<ReidentificationOfText> = {},
): ReidentificationOfText => ({
  id: idOf(number),
  tenantId: CLINIC,
  mappingId: mappingId('33333333-3333-4333-8333-333333333333'),
  appId: appId('charting'),
  requestedBy: 'ada',
  requestedWith: apiKeyId('55555555-5555-4555-8555-555555555555'),
  reason: `Ward ${number}: the allergy of Zoë O’Brien`,
  text: 'Is [PHI_NAME_48213] allergic?\n"😀"',
  status: 'pending',
  createdAt: NOON + number,
  expiresAt: NOON + 10 * MINUTE_MS,
  decidedBy: undefined,
  decidedAt: undefined,
  decisionReason: undefined,
  ...over,
});

const listed = ({ text: _, ...request }: ReidentificationOfText): Reidentification => request;

/** The laws of ReidentificationStore. `make` gives empty stores of two tenants that exist, with the app `charting`. */
export function describeReidentificationStore(
  name: string,
  make: (tenants: readonly [TenantId, TenantId]) => Promise<ReidentificationStores>,
): void {
  describe(`ReidentificationStore laws: ${name}`, () => {
    let stores: ReidentificationStores;
    beforeEach(async () => {
      stores = await make([CLINIC, HOSPITAL]);
    });

    const add = (...requests: ReidentificationOfText[]): Promise<void> =>
      stores.run(CLINIC, async (store) => {
        for (const request of requests) await store.add(request);
      });
    const find = (number: number, tenant = CLINIC): Promise<ReidentificationOfText | undefined> =>
      stores.run(tenant, (store) => store.find(idOf(number)));
    const decide = (number: number, over: Partial<ReidentificationDecision> = {}, tenant = CLINIC): Promise<boolean> =>
      stores.run(tenant, (store) =>
        store.decide(idOf(number), {
          status: 'approved',
          decidedBy: 'grace',
          decidedAt: NOON + MINUTE_MS,
          reason: 'Ward 3 needs it for Zoë',
          ...over,
        }),
      );
    const ids = async (status?: ReidentificationStatus, now = NOON, tenant = CLINIC): Promise<readonly string[]> => {
      const { items } = await stores.run(tenant, (store) => store.list(PAGE, status && { status, now }));
      return items.map(({ id }) => id);
    };

    it('gives back what was added, every character of it', async () => {
      await add(reidentificationOf(1));
      expect(await find(1)).toStrictEqual(reidentificationOf(1));
      expect(await find(2)).toBeUndefined();
    });

    it('lists newest first with a true total, and never the texts', async () => {
      await add(reidentificationOf(1), reidentificationOf(3), reidentificationOf(2));
      const page = await stores.run(CLINIC, (store) => store.list({ limit: 2, offset: 1 }));
      expect(page).toStrictEqual({
        items: [listed(reidentificationOf(2)), listed(reidentificationOf(1))],
        total: 3,
      });
    });

    it('takes an id once, and the transaction goes on', async () => {
      await stores.run(CLINIC, async (store) => {
        await store.add(reidentificationOf(1));
        await expect(store.add({ ...reidentificationOf(1), requestedBy: 'mallory' })).rejects.toMatchObject({
          code: 'conflict',
        });
        await store.add(reidentificationOf(2));
      });
      expect(await ids()).toEqual([idOf(2), idOf(1)]);
      expect(await find(1)).toMatchObject({ requestedBy: 'ada' });
    });

    it('shows and decides nothing of another tenant', async () => {
      await add(reidentificationOf(1));
      expect(await find(1, HOSPITAL)).toBeUndefined();
      expect(await ids(undefined, NOON, HOSPITAL)).toEqual([]);
      expect(await decide(1, {}, HOSPITAL)).toBe(false);
      expect(await find(1)).toStrictEqual(reidentificationOf(1));
    });

    it.each(['approved', 'denied'] as const)('keeps that it was %s, by whom, when and why', async (status) => {
      await add(reidentificationOf(1));
      expect(await decide(1, { status })).toBe(true);
      expect(await find(1)).toStrictEqual({
        ...reidentificationOf(1),
        status,
        decidedBy: 'grace',
        decidedAt: NOON + MINUTE_MS,
        decisionReason: 'Ward 3 needs it for Zoë',
      });
    });

    it('is decided once', async () => {
      await add(reidentificationOf(1));
      expect(await decide(1, { status: 'denied' })).toBe(true);
      expect(await decide(1)).toBe(false);
      expect(await find(1)).toMatchObject({ status: 'denied' });
      expect(await decide(2)).toBe(false);
    });

    it('is decided once by all who decide at the same time', async () => {
      await add(reidentificationOf(1));
      const people = ['grace', 'edith', 'joan', 'ida'];
      const answers = await Promise.all(people.map((decidedBy) => decide(1, { decidedBy })));
      expect(answers.filter(Boolean)).toHaveLength(1);
      expect(await find(1)).toMatchObject({ decidedBy: people[answers.indexOf(true)] });
    });

    it('is decided up to its expiry and not from then on', async () => {
      await add(reidentificationOf(1), reidentificationOf(2));
      const { expiresAt } = reidentificationOf(1);
      expect(await decide(1, { decidedAt: expiresAt })).toBe(false);
      expect(await find(1)).toStrictEqual(reidentificationOf(1));
      expect(await decide(2, { decidedAt: expiresAt - 1 })).toBe(true);
    });

    it('filters by what a request is at a moment', async () => {
      const soon = NOON + 2 * MINUTE_MS;
      await add(
        reidentificationOf(1),
        reidentificationOf(2),
        reidentificationOf(3),
        reidentificationOf(4, { expiresAt: soon }),
        reidentificationOf(5, { expiresAt: soon }),
      );
      await decide(2);
      await decide(3, { status: 'denied' });
      await decide(5);
      for (const now of [NOON, soon - 1, soon, reidentificationOf(1).expiresAt]) {
        const { items } = await stores.run(CLINIC, (store) => store.list(PAGE));
        for (const status of REIDENTIFICATION_STATUSES) {
          const expected = items.filter((request) => statusAt(request, now) === status).map(({ id }) => id);
          expect([now, status, await ids(status, now)]).toEqual([now, status, expected]);
        }
      }
      expect(await ids('expired', soon)).toEqual([idOf(5), idOf(4)]);
    });
  });
}
