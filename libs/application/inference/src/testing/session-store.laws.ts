import { beforeEach, describe, expect, it } from '@jest/globals';
import { appId, mappingId, sessionId, tenantId } from '@radiant/kernel';
import type { FixedClock } from '@radiant/kernel/testing';
import type { Message } from '@radiant/protocol';
import type { Session, SessionStore } from '../ports/session-store.js';

const CLINIC = tenantId('11111111-1111-4111-8111-111111111111');
const HOSPITAL = tenantId('22222222-2222-4222-8222-222222222222');
const FIRST = sessionId('00000000-0000-4000-8000-000000000001');
const HOUR_MS = 3_600_000;

const SAID: Message = {
  role: 'user',
  content: 'I am [PHI_NAME_48213], "Zoë"\n😀',
  name: undefined,
  refusal: undefined,
  toolCalls: [],
  toolCallId: undefined,
  functionCall: undefined,
};
const MESSAGES: readonly Message[] = [
  SAID,
  {
    ...SAID,
    content: [
      { type: 'text', text: 'a' },
      { type: 'image', source: { kind: 'address', url: 'https://x.example/a.png' }, detail: 'low' },
      { type: 'file', source: { kind: 'text', mediaType: 'text/csv', text: 'a,b' }, filename: 'a.csv' },
      { type: 'file', source: { kind: 'reference', id: 'file-1' }, filename: undefined },
      { type: 'audio', source: { kind: 'data', mediaType: 'audio/wav', base64: 'AAAA' }, format: 'wav' },
      { type: 'refusal', text: 'No.' },
    ],
  },
  {
    ...SAID,
    role: 'assistant',
    content: null,
    toolCalls: [{ id: 't1', name: 'find', arguments: '{"a":"[PHI_SSN_48214]"}' }],
  },
  { ...SAID, role: 'tool', content: 'found', toolCallId: 't1', name: 'find' },
  { ...SAID, role: 'assistant', content: 'x', refusal: 'no', functionCall: { name: 'f', arguments: '{}' } },
];

/** A session that began at `now` and lives an hour. */
export const sessionOf = (now: number, over: Partial<Session> = {}): Session => ({
  id: FIRST,
  owner: 'nurse-1',
  app: appId('charting'),
  model: 'demo',
  mappingId: mappingId(FIRST),
  turns: 1,
  messages: MESSAGES,
  version: 1,
  createdAt: now,
  updatedAt: now,
  expiresAt: now + HOUR_MS,
  ...over,
});

/** The laws of SessionStore. Every implementation runs them; `make` gives an empty store and the clock it lives by. */
export function describeSessionStore(
  name: string,
  make: () => Promise<{ store: SessionStore; clock: FixedClock }>,
): void {
  describe(`SessionStore laws: ${name}`, () => {
    let store: SessionStore;
    let clock: FixedClock;

    beforeEach(async () => {
      ({ store, clock } = await make());
    });

    const session = (over: Partial<Session> = {}): Session => sessionOf(clock.now(), over);
    const numbered = (n: number): Session['id'] => sessionId(`00000000-0000-4000-9000-${String(n).padStart(12, '0')}`);

    it('gives back what was put, every character and field of it', async () => {
      expect(await store.put(CLINIC, session())).toBe(true);
      expect(await store.read(CLINIC, FIRST)).toEqual(session());
    });

    it('keeps a session that has said nothing yet', async () => {
      const begun = session({ turns: 0, messages: [], mappingId: undefined });
      await store.put(CLINIC, begun);
      expect(await store.read(CLINIC, FIRST)).toEqual(begun);
    });

    it('shows no tenant the session of another', async () => {
      await store.put(CLINIC, session());
      expect(await store.read(HOSPITAL, FIRST)).toBeUndefined();
      expect(await store.list(HOSPITAL, 'nurse-1', { limit: 10, offset: 0 })).toEqual({ items: [], total: 0 });
      expect(await store.put(HOSPITAL, session({ owner: 'other' }))).toBe(true);
      await store.delete(HOSPITAL, FIRST);
      expect(await store.read(CLINIC, FIRST)).toEqual(session());
    });

    it('stores each version over the one before it, and no other', async () => {
      await store.put(CLINIC, session());
      for (const version of [1, 3]) expect(await store.put(CLINIC, session({ version, model: 'x' }))).toBe(false);
      expect(await store.read(CLINIC, FIRST)).toEqual(session());
      expect(await store.put(CLINIC, session({ version: 2, model: 'next' }))).toBe(true);
      expect((await store.read(CLINIC, FIRST))?.model).toBe('next');
    });

    it('refuses a later version where nothing is stored', async () => {
      expect(await store.put(CLINIC, session({ version: 2 }))).toBe(false);
      expect(await store.read(CLINIC, FIRST)).toBeUndefined();
    });

    it('lets exactly one of several who begin a session through', async () => {
      const owners = Array.from({ length: 8 }, (_, index) => `nurse-${index}`);
      const accepted = await Promise.all(owners.map((owner) => store.put(CLINIC, session({ owner }))));
      expect(accepted.filter(Boolean)).toHaveLength(1);
      expect((await store.read(CLINIC, FIRST))?.owner).toBe(owners[accepted.indexOf(true)]);
    });

    it('forgets a session from the instant it expires, and lets another begin', async () => {
      await store.put(CLINIC, session());
      clock.advance(HOUR_MS - 1);
      expect(await store.read(CLINIC, FIRST)).toBeDefined();
      clock.advance(1);
      expect(await store.read(CLINIC, FIRST)).toBeUndefined();
      expect(await store.list(CLINIC, 'nurse-1', { limit: 10, offset: 0 })).toEqual({ items: [], total: 0 });
      expect(await store.put(CLINIC, session({ owner: 'nurse-2' }))).toBe(true);
      expect((await store.read(CLINIC, FIRST))?.owner).toBe('nurse-2');
    });

    it('lists what is the owner’s, the latest turn first, a page at a time', async () => {
      for (const n of [1, 2, 3, 4, 5]) {
        const updatedAt = clock.now() + ((n * 3) % 5) * 1_000;
        await store.put(CLINIC, session({ id: numbered(n), updatedAt, turns: n }));
      }
      await store.put(CLINIC, session({ id: numbered(6), owner: 'nurse-2' }));
      const first = await store.list(CLINIC, 'nurse-1', { limit: 2, offset: 0 });
      expect(first.items).toEqual([
        {
          id: numbered(3),
          model: 'demo',
          turns: 3,
          createdAt: clock.now(),
          updatedAt: clock.now() + 4_000,
          expiresAt: clock.now() + HOUR_MS,
        },
        expect.objectContaining({ id: numbered(1) }),
      ]);
      expect(first.total).toBe(5);
      const rest = await store.list(CLINIC, 'nurse-1', { limit: 10, offset: 3 });
      expect(rest.items.map(({ id }) => id)).toEqual([numbered(2), numbered(5)]);
    });

    it('lists what began in an app where that is asked for, and what began before that was kept', async () => {
      const apps = [appId('charting'), appId('triage'), undefined];
      for (const [n, app] of apps.entries()) {
        await store.put(CLINIC, session({ id: numbered(n), app, updatedAt: clock.now() + n }));
        expect((await store.read(CLINIC, numbered(n)))?.app).toBe(app);
      }
      const listed = async (app?: Session['app']) => {
        const { items, total } = await store.list(CLINIC, 'nurse-1', { limit: 10, offset: 0 }, app);
        return [total, ...items.map(({ id }) => id)];
      };
      expect(await listed()).toEqual([3, numbered(2), numbered(1), numbered(0)]);
      expect(await listed(appId('triage'))).toEqual([2, numbered(2), numbered(1)]);
      expect(await listed(appId('none'))).toEqual([1, numbered(2)]);
    });

    it('forgets what was deleted, and may be told twice', async () => {
      await store.put(CLINIC, session());
      await store.delete(CLINIC, FIRST);
      await store.delete(CLINIC, FIRST);
      expect(await store.read(CLINIC, FIRST)).toBeUndefined();
      expect(await store.put(CLINIC, session({ version: 2 }))).toBe(false);
    });

    it('keeps what it was given, whatever the caller does to it next', async () => {
      const messages = [...MESSAGES];
      await store.put(CLINIC, session({ messages }));
      messages.length = 0;
      expect(await store.read(CLINIC, FIRST)).toEqual(session());
    });
  });
}
