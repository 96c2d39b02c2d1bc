import { beforeEach, describe, expect, it } from '@jest/globals';
import { auditEvent, nameOf, personOf, type Actor } from './actor.js';
import { ADA, CLINIC, GRACE, HOSPITAL, KEY, ORIGIN, person, REQUEST, ROOT } from './testing/people.js';
import { World } from './testing/world.js';

describe('auditEvent', () => {
  let world: World;
  beforeEach(() => {
    world = new World();
  });
  const event = (actor: Actor, tenantId = CLINIC) =>
    auditEvent(actor, world.ids, world.clock, { tenantId, action: 'audit.read' });

  it('says who did what, when, where from, and in which request', () => {
    expect(event(GRACE)).toStrictEqual({
      id: '00000000-0000-4000-8000-000000000001',
      tenantId: CLINIC,
      occurredAt: world.now,
      action: 'audit.read',
      outcome: 'success',
      actor: { kind: 'admin', userId: 'grace', appId: 'charting', crossTenant: false },
      resource: undefined,
      requestId: REQUEST,
      origin: ORIGIN,
      details: undefined,
    });
  });

  it.each([
    ['admin', GRACE],
    ['admin', person('otto', 'operator')],
    ['admin', person('aud', 'auditor')],
    ['user', ADA],
    ['service', KEY],
  ])('calls %s who is one', (kind, actor) => {
    expect(event(actor).actor.kind).toBe(kind);
  });

  it("is crossing when the trail is not of the actor's own tenant", () => {
    expect(event(ROOT, HOSPITAL).actor.crossTenant).toBe(false);
    expect(event(ROOT, CLINIC).actor.crossTenant).toBe(true);
    const acting = person('root', 'super_admin', HOSPITAL, CLINIC);
    expect([event(acting, CLINIC), event(acting, HOSPITAL)].map(({ actor }) => actor.crossTenant)).toEqual([
      true,
      false,
    ]);
  });
});

describe('who it was', () => {
  const nobody: Actor = { ...KEY, principal: { ...KEY.principal, apiKeyId: undefined } };

  it('is the person, or else the key', () => {
    expect(nameOf(GRACE)).toBe('grace');
    expect(nameOf(KEY)).toBe(KEY.principal.apiKeyId);
    expect(() => nameOf(nobody)).toThrow('principal with an id');
  });

  it('is no person where a key was shown, even one that speaks for somebody', () => {
    const forwarding: Actor = { ...KEY, principal: { ...KEY.principal, userId: GRACE.principal.userId } };
    expect(personOf(GRACE)).toBe('grace');
    for (const actor of [KEY, nobody, forwarding]) expect(() => personOf(actor)).toThrow('token of a person');
  });
});
