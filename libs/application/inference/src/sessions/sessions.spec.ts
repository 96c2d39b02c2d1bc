import { beforeEach, describe, expect, it } from '@jest/globals';
import { oversees, type Principal } from '@radiant/identity';
import { apiKeyId, appId, mappingId, sessionId, tenantId, userId } from '@radiant/kernel';
import { FixedClock } from '@radiant/kernel/testing';
import { SESSION_LIFE_MS } from '@radiant/phi';
import { FakeSessionStore } from '../testing/fake-session-store.js';
import { sessionOf } from '../testing/session-store.laws.js';
import { AdmitToSession } from './admit-to-session.js';
import { KeepTurn } from './keep-turn.js';
import { OpenSession } from './open-session.js';
import { owns, sessionOwner } from './session-owner.js';

const CLINIC = tenantId('11111111-1111-4111-8111-111111111111');
const KEY = apiKeyId('33333333-3333-4333-8333-333333333333');
const ID = sessionId('00000000-0000-4000-8000-000000000001');
const principal = (over: Partial<Principal> = {}): Principal => ({
  tenantId: CLINIC,
  homeTenantId: CLINIC,
  appId: appId('default'),
  appBound: false,
  roles: ['user'],
  apiKeyId: undefined,
  scopes: undefined,
  trustedForwarder: false,
  userId: userId('nurse-1'),
  appUserId: undefined,
  token: undefined,
  ...over,
});
const UNKNOWN = { code: 'not_found', message: 'there is no such session' };

let store: FakeSessionStore;
let clock: FixedClock;
beforeEach(() => {
  store = new FakeSessionStore();
  clock = new FixedClock();
});

describe('whose session it is', () => {
  it('is the user, also when a key speaks for him, and otherwise the key', () => {
    expect(sessionOwner(principal({ apiKeyId: KEY }))).toBe('nurse-1');
    expect(sessionOwner(principal({ apiKeyId: KEY, userId: undefined }))).toBe(`key ${KEY}`);
    expect(() => sessionOwner(principal({ userId: undefined }))).toThrow(
      expect.objectContaining({ code: 'forbidden' }),
    );
  });

  it('stays with the key that took the place of another', () => {
    const successor = principal({ apiKeyId: apiKeyId(ID), apiKeyLineage: KEY, userId: undefined });
    expect(sessionOwner(successor)).toBe(`key ${KEY}`);
    expect(sessionOwner({ ...successor, userId: userId('nurse-1') })).toBe('nurse-1');
  });

  it('is out of reach for a credential of another app, whomever it speaks for', () => {
    const begun = sessionOf(0, { app: appId('charting') });
    const bound = (app: string) => principal({ apiKeyId: KEY, appBound: true, appId: appId(app) });
    expect([owns(bound('charting'), begun), owns(bound('triage'), begun)]).toEqual([true, false]);
    expect(owns(principal({ appId: appId('triage') }), begun)).toBe(true);
    expect(owns(bound('triage'), sessionOf(0, { app: undefined }))).toBe(true);
    expect(owns(principal({ userId: userId('nurse-2') }), begun)).toBe(false);
  });

  it("is never a key's for who names that key as a user", () => {
    const named = principal({ apiKeyId: apiKeyId(KEY.replaceAll('3', '4')), userId: userId(KEY) });
    expect(sessionOwner(named)).not.toBe(sessionOwner(principal({ apiKeyId: KEY, userId: undefined })));
    expect(() => userId(`key ${KEY}`)).toThrow();
  });

  it('administrators alone oversee the others', () => {
    expect(
      ['user', 'service', 'operator', 'auditor', 'admin', 'super_admin'].filter((role) =>
        oversees(principal({ roles: [role as 'user'] })),
      ),
    ).toEqual(['admin', 'super_admin']);
  });
});

describe('OpenSession', () => {
  const open = (who = principal()) => new OpenSession(store, clock).execute(who, ID, 'demo');

  it('begins a session before anything is said, for thirty days', async () => {
    const begun = await open();
    expect(begun).toEqual(store.sessions.get(ID));
    expect(begun).toMatchObject({ owner: 'nurse-1', app: 'default', turns: 0, messages: [], version: 1 });
    expect(begun.expiresAt - begun.createdAt).toBe(SESSION_LIFE_MS);
  });

  it('goes on with what is there, and changes nothing', async () => {
    const known = sessionOf(clock.now(), { version: 7 });
    store.sessions.set(ID, known);
    expect(await open()).toBe(known);
    expect(store.sessions.get(ID)).toBe(known);
  });

  it("answers another's session as an unknown one, whatever the role", async () => {
    store.sessions.set(ID, sessionOf(clock.now(), { owner: 'nurse-2' }));
    await expect(open()).rejects.toMatchObject(UNKNOWN);
    await expect(open(principal({ roles: ['super_admin'] }))).rejects.toMatchObject(UNKNOWN);
  });

  it('gives way to whoever began it a moment earlier', async () => {
    store.beforePut = () => {
      store.beforePut = () => undefined;
      store.sessions.set(ID, sessionOf(clock.now(), { owner: 'nurse-2' }));
    };
    await expect(open()).rejects.toMatchObject(UNKNOWN);
  });

  it('begins none under an id whose key was destroyed', async () => {
    store.destroyed = true;
    await expect(open()).rejects.toMatchObject(UNKNOWN);
  });
});

describe('AdmitToSession', () => {
  const admit = (who = principal()) => new AdmitToSession(store).execute(who, ID);

  it('lets in who began it, and anybody where nobody did, and begins nothing', async () => {
    await expect(admit()).resolves.toBeUndefined();
    expect(store.sessions.size).toBe(0);
    store.sessions.set(ID, sessionOf(clock.now()));
    await expect(admit()).resolves.toBeUndefined();
  });

  it("answers another's session as an unknown one, whatever the role", async () => {
    store.sessions.set(ID, sessionOf(clock.now(), { owner: 'nurse-2' }));
    await expect(admit()).rejects.toMatchObject(UNKNOWN);
    await expect(admit(principal({ roles: ['super_admin'] }))).rejects.toMatchObject(UNKNOWN);
  });
});

describe('KeepTurn', () => {
  const keep = async (
    session = sessionOf(clock.now(), { version: 1, turns: 0, messages: [], mappingId: undefined }),
  ) => {
    const messages = sessionOf(0).messages.slice(0, 1);
    await new KeepTurn(store, clock).execute({
      tenantId: CLINIC,
      session,
      model: 'other',
      mappingId: mappingId(ID),
      messages,
    });
  };

  it('writes the exchange as the next version and prolongs the session', async () => {
    const begun = sessionOf(clock.now(), { turns: 0, messages: [] });
    store.sessions.set(ID, begun);
    clock.advance(1_000);
    await keep(begun);
    expect(store.sessions.get(ID)).toEqual({
      ...begun,
      model: 'other',
      turns: 1,
      version: 2,
      messages: sessionOf(0).messages.slice(0, 1),
      updatedAt: clock.now(),
      expiresAt: clock.now() + SESSION_LIFE_MS,
    });
  });

  it('is counted on top of a turn that ended meanwhile, and its history stays', async () => {
    const begun = sessionOf(clock.now(), { turns: 0, messages: [] });
    store.sessions.set(ID, { ...begun, version: 2, turns: 1, updatedAt: clock.now() + 5_000 });
    await keep(begun);
    expect(store.sessions.get(ID)).toMatchObject({
      version: 3,
      turns: 2,
      messages: sessionOf(0).messages.slice(0, 1),
      updatedAt: clock.now() + 5_000,
    });
  });

  it.each(['deleted', 'begun anew by somebody else', 'shredded'])(
    'writes nothing into a session that was %s meanwhile',
    async (how) => {
      if (how === 'shredded') store.destroyed = true;
      if (how.startsWith('begun')) store.sessions.set(ID, sessionOf(clock.now(), { owner: 'nurse-2', version: 4 }));
      await keep();
      expect(store.sessions.get(ID)?.owner).toBe(how.startsWith('begun') ? 'nurse-2' : undefined);
      expect(store.sessions.get(ID)?.version).toBe(how.startsWith('begun') ? 4 : undefined);
    },
  );

  it('leaves the history to the others when they are always first', async () => {
    const begun = sessionOf(clock.now(), { turns: 0 });
    store.beforePut = ({ version }) => {
      store.sessions.set(ID, sessionOf(clock.now(), { version, turns: version }));
    };
    await keep(begun);
    expect(store.sessions.get(ID)?.model).toBe('demo');
  });
});
