import { beforeEach, describe, expect, it } from '@jest/globals';
import { requestId, sessionId, tenantId, type RequestId, type TenantId } from '@radiant/kernel';
import type { IdempotencyClaim, IdempotentReplies, KeptReply } from '../ports/idempotent-replies.js';

const CLINIC = tenantId('11111111-1111-4111-8111-111111111111');
const HOSPITAL = tenantId('22222222-2222-4222-8222-222222222222');
const NOON = Date.parse('2026-03-01T12:00:00Z');
const HALF_AN_HOUR = 1_800_000;
const DAY = 86_400_000;
const KEY = 'a'.repeat(64);

const call = (n: number): RequestId => requestId(`00000000-0000-4000-8000-${String(n).padStart(12, '0')}`);

/** A claim of the clinic on one key, at noon. */
export const claimOf = (n: number, over: Partial<IdempotencyClaim> = {}): IdempotencyClaim => ({
  tenantId: CLINIC,
  requestId: call(n),
  keyDigest: KEY,
  fingerprint: 'b'.repeat(64),
  sessionId: undefined,
  claimedAt: NOON,
  claimedUntil: NOON + HALF_AN_HOUR,
  keepUntil: NOON + DAY,
  ...over,
});

const REPLY: KeptReply = {
  status: 200,
  headers: { 'content-type': 'text/event-stream' },
  body: 'data: {"text":"Zoë 😀"}\n\ndata: [DONE]\n\n',
};

export interface KeysUnderTest {
  readonly replies: IdempotentReplies;
  /** Lets a call out: its money is held and its key taken, or `conflict`. */
  depart(claim: IdempotencyClaim): Promise<void>;
  /** Ends the call's reservation. */
  settle(tenantId: TenantId, requestId: RequestId, how: 'billed' | 'released'): Promise<void>;
}

/** The laws of IdempotentReplies and of the keys that `Departures` takes. `make` gives empty ones, which know two tenants. */
export function describeIdempotentReplies(name: string, make: () => Promise<KeysUnderTest>): void {
  describe(`IdempotentReplies laws: ${name}`, () => {
    let keys: KeysUnderTest;

    beforeEach(async () => {
      keys = await make();
    });

    const state = async (moment = NOON, tenant = CLINIC, key = KEY): Promise<string | undefined> =>
      (await keys.replies.find(tenant, key, moment))?.state;
    const outcome = (claim: IdempotencyClaim): Promise<string> =>
      keys.depart(claim).then(
        () => 'left',
        (error: { code: string }) => error.code,
      );

    it('a key that no call has is unknown', async () => {
      expect(await state()).toBeUndefined();
    });

    it('a key is running from the departure on, with the fingerprint of its request', async () => {
      await keys.depart(claimOf(1));
      expect(await keys.replies.find(CLINIC, KEY, NOON)).toMatchObject({
        state: 'running',
        fingerprint: claimOf(1).fingerprint,
      });
    });

    it('of calls that come together under one key, exactly one leaves', async () => {
      const outcomes = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map((n) => outcome(claimOf(n))));
      expect(outcomes.sort()).toEqual([...Array<string>(7).fill('conflict'), 'left']);
    });

    it('a departure that is repeated keeps its key', async () => {
      await keys.depart(claimOf(1));
      expect(await outcome(claimOf(1))).toBe('left');
    });

    it('keeps the exact reply to a billed call, for each of those who ask', async () => {
      await keys.depart(claimOf(1));
      await keys.settle(CLINIC, call(1), 'billed');
      await keys.replies.keep(claimOf(1), REPLY);
      const kept = { state: 'kept', fingerprint: claimOf(1).fingerprint, requestId: call(1), reply: REPLY };
      expect(await keys.replies.find(CLINIC, KEY, NOON)).toEqual(kept);
      expect(await keys.replies.find(CLINIC, KEY, NOON + DAY - 1)).toEqual(kept);
    });

    it('keeps a reply before the money is in the books', async () => {
      await keys.depart(claimOf(1));
      await keys.replies.keep(claimOf(1), REPLY);
      expect(await state()).toBe('kept');
    });

    it('a kept reply is not shown after its time, and no second call leaves', async () => {
      await keys.depart(claimOf(1));
      await keys.settle(CLINIC, call(1), 'billed');
      await keys.replies.keep(claimOf(1), REPLY);
      expect(await state(NOON + DAY)).toBe('over');
      expect(await keys.replies.forget(NOON + DAY, 10)).toBe(1);
      expect(await keys.replies.forget(NOON + DAY, 10)).toBe(0);
      expect(await state(NOON + DAY)).toBe('over');
      expect(await outcome(claimOf(2))).toBe('conflict');
    });

    it('what is forgotten is what is due, and so many at once', async () => {
      for (const n of [1, 2, 3]) {
        const claim = claimOf(n, { keyDigest: String(n).repeat(64), keepUntil: NOON + n });
        await keys.depart(claim);
        await keys.replies.keep(claim, REPLY);
      }
      expect(await keys.replies.forget(NOON + 2, 1)).toBe(1);
      expect(await keys.replies.forget(NOON + 2, 10)).toBe(1);
      expect(await state(NOON, CLINIC, '3'.repeat(64))).toBe('kept');
    });

    it('a month after its time the key is as new', async () => {
      await keys.depart(claimOf(1));
      await keys.settle(CLINIC, call(1), 'billed');
      await keys.replies.giveUp(claimOf(1), NOON);
      await keys.replies.forget(NOON + 32 * DAY, 10);
      expect(await state(NOON + 32 * DAY)).toBeUndefined();
    });

    it('a call that cost nothing frees its key', async () => {
      await keys.depart(claimOf(1));
      await keys.replies.giveUp(claimOf(1), NOON);
      expect(await state()).toBe('running');
      await keys.settle(CLINIC, call(1), 'released');
      expect(await state()).toBeUndefined();
      expect(await outcome(claimOf(2))).toBe('left');
    });

    it('a billed call without a reply is running until none can come, and over then', async () => {
      await keys.depart(claimOf(1));
      await keys.settle(CLINIC, call(1), 'billed');
      expect(await state(NOON + HALF_AN_HOUR - 1)).toBe('running');
      expect(await state(NOON + HALF_AN_HOUR)).toBe('over');
      expect(await outcome(claimOf(2))).toBe('conflict');
    });

    it('a billed call whose reply is given up is over at once', async () => {
      await keys.depart(claimOf(1));
      await keys.settle(CLINIC, call(1), 'billed');
      await keys.replies.giveUp(claimOf(1), NOON + 1);
      expect(await state(NOON + 1)).toBe('over');
    });

    it('a call that nobody settles is running for as long as its money is held', async () => {
      await keys.depart(claimOf(1));
      expect(await state(NOON + 2 * DAY)).toBe('running');
    });

    it('nobody keeps a reply under the key of another call', async () => {
      await keys.depart(claimOf(1));
      await keys.replies.keep(claimOf(2), REPLY);
      await keys.replies.giveUp(claimOf(2), NOON);
      expect(await state()).toBe('running');
    });

    it("one tenant's key is none of another's", async () => {
      await keys.depart(claimOf(1));
      expect(await state(NOON, HOSPITAL)).toBeUndefined();
      expect(await outcome(claimOf(2, { tenantId: HOSPITAL }))).toBe('left');
    });

    it('keeps the reply to a call of a session', async () => {
      const claim = claimOf(1, { sessionId: sessionId('00000000-0000-4000-8000-0000000000aa') });
      await keys.depart(claim);
      await keys.replies.keep(claim, REPLY);
      expect(await keys.replies.find(CLINIC, KEY, NOON)).toMatchObject({ state: 'kept', reply: REPLY });
    });
  });
}
