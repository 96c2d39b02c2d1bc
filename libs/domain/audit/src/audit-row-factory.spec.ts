import { beforeEach, describe, expect, it } from '@jest/globals';
import { requestId, userId, type AuditEvent } from '@radiant/kernel';
import { sha256 } from '../test/sha256.js';
import { OpenAuditBody } from './audit-body.js';
import { AuditRowFactory } from './audit-row-factory.js';
import { contentHash } from './hashes.js';
import { auditEvent, CLINIC, FakeSealer, HOSPITAL, NOON, uuid } from './testing/index.js';

const BARE: AuditEvent = {
  id: uuid(2),
  tenantId: CLINIC,
  occurredAt: NOON,
  action: 'access.refuse',
  outcome: 'refused',
  actor: { kind: 'system', crossTenant: false },
};

describe('AuditRowFactory', () => {
  let sealer: FakeSealer;
  let factory: AuditRowFactory;
  let open: OpenAuditBody;

  beforeEach(() => {
    sealer = new FakeSealer();
    factory = new AuditRowFactory(sealer, sha256);
    open = new OpenAuditBody(sealer);
  });

  it('puts every field of an event where it belongs', async () => {
    const { content, ...row } = await factory.row(auditEvent());
    expect(row).toEqual({
      tenantId: CLINIC,
      id: uuid(1),
      occurredAt: NOON,
      retentionClass: 'disclosure',
      contentHash: contentHash({ ...row, content: content! }, sha256),
    });
    expect(content).toEqual({
      action: 'inference.call',
      outcome: 'success',
      actorKind: 'user',
      userId: 'dr.jones@clinic',
      adminId: null,
      apiKeyId: '33333333-3333-4333-8333-333333333333',
      appId: 'charting',
      crossTenant: false,
      resourceType: 'model',
      resourceId: 'chat-small',
      requestId: requestId(uuid(901)),
      providerId: 'acme',
      modelId: 'chat-small',
      phi: { NAME: 2, SSN: 1 },
      phiDisclosed: false,
      subjects: ['a'.repeat(64)],
      body: expect.any(String),
    });
  });

  it('says null for all that an event does not have', async () => {
    const { content, retentionClass } = await factory.row(BARE);
    expect(retentionClass).toBe('security');
    expect(Object.entries(content!).filter(([, value]) => value !== null)).toEqual([
      ['action', 'access.refuse'],
      ['outcome', 'refused'],
      ['actorKind', 'system'],
      ['crossTenant', false],
    ]);
  });

  it.each([
    ['admin', { userId: null, adminId: 'ada' }],
    ['user', { userId: 'ada', adminId: null }],
    ['service', { userId: 'ada', adminId: null }],
  ] as const)('names a person who is %s in the right column', async (kind, expected) => {
    const row = await factory.row({ ...BARE, actor: { kind, userId: userId('ada'), crossTenant: true } });
    expect(row.content).toMatchObject({ ...expected, crossTenant: true });
  });

  it('seals address, user agent and details, and nothing of them is in the clear', async () => {
    const row = await factory.row(auditEvent());
    expect(JSON.stringify(row)).not.toMatch(/192\.0\.2\.7|openai-node|restored/);
    expect(await open.execute(row)).toEqual({
      ip: '192.0.2.7',
      userAgent: 'openai-node/5',
      details: { restored: true, mapping: null },
    });
  });

  it.each<[string, Partial<AuditEvent>]>([
    ['nothing', {}],
    ['an empty origin and no details', { origin: {}, details: {} }],
  ])('seals nothing when there is %s', async (_, over) => {
    sealer.fail();
    const row = await factory.row({ ...BARE, ...over });
    expect(row.content?.body).toBeNull();
    expect(await open.execute(row)).toEqual({ ip: null, userAgent: null, details: null });
  });

  it('binds a body to its tenant and event', async () => {
    const row = await factory.row(auditEvent());
    for (const moved of [
      { ...row, tenantId: HOSPITAL },
      { ...row, id: uuid(2) },
    ]) {
      await expect(open.execute(moved)).rejects.toMatchObject({ code: 'internal_error' });
    }
  });

  it('fails when the key can not be had, as what can not be sealed must not be lost', async () => {
    sealer.fail();
    await expect(factory.row(auditEvent())).rejects.toMatchObject({ code: 'service_unavailable' });
  });

  it('writes down without a body what happens after the key was destroyed', async () => {
    sealer.destroy(CLINIC);
    expect((await factory.row(auditEvent())).content).toMatchObject({ action: 'inference.call', body: null });
  });

  it('replaces what no database keeps, so that the hash of what comes back is the same', async () => {
    const row = await factory.row({ ...BARE, resource: { type: 'a\0b', id: 'x\ud800y😀' } });
    expect(row.content).toMatchObject({ resourceType: 'a\ufffdb', resourceId: 'x\ufffdy😀' });
  });

  it('cuts a fraction of a millisecond off', async () => {
    expect((await factory.row({ ...BARE, occurredAt: NOON + 0.7 })).occurredAt).toBe(NOON);
  });

  it.each(['', 'not a UUID', uuid(1).replace('4', 'A')])('refuses the id %j', async (id) => {
    await expect(factory.row({ ...BARE, id })).rejects.toMatchObject({ code: 'internal_error' });
  });

  it('makes the same row of the same event but for its body', async () => {
    expect(await factory.row(BARE)).toEqual(await factory.row(BARE));
  });

  it('keeps what it was given, whatever the caller does to it next', async () => {
    const phi = { categories: { NAME: 1 }, disclosed: true, subjects: ['a'] };
    const row = await factory.row({ ...BARE, phi });
    phi.categories.NAME = 9;
    phi.subjects.push('b');
    expect(row.content).toMatchObject({ phi: { NAME: 1 }, phiDisclosed: true, subjects: ['a'] });
  });
});

describe('OpenAuditBody', () => {
  it('says that a body is destroyed when the key is', async () => {
    const sealer = new FakeSealer();
    const row = await new AuditRowFactory(sealer, sha256).row(auditEvent());
    sealer.destroy(CLINIC);
    expect(await new OpenAuditBody(sealer).execute(row)).toBe('destroyed');
  });

  it('finds nothing in a purged row', async () => {
    const row = await new AuditRowFactory(new FakeSealer(), sha256).row(auditEvent());
    expect(await new OpenAuditBody(new FakeSealer()).execute({ ...row, content: undefined })).toEqual({
      ip: null,
      userAgent: null,
      details: null,
    });
  });

  it('fails when the key can not be had, which is not the same as destroyed', async () => {
    const sealer = new FakeSealer();
    const row = await new AuditRowFactory(sealer, sha256).row(auditEvent());
    sealer.fail();
    await expect(new OpenAuditBody(sealer).execute(row)).rejects.toMatchObject({ code: 'service_unavailable' });
  });

  it('refuses a body that is no base64', async () => {
    const sealer = new FakeSealer();
    const row = await new AuditRowFactory(sealer, sha256).row(auditEvent());
    const altered = { ...row, content: { ...row.content!, body: 'no base64!' } };
    await expect(new OpenAuditBody(sealer).execute(altered)).rejects.toMatchObject({ code: 'internal_error' });
    expect(await new OpenAuditBody(sealer).orUnreadable(altered)).toBe('unreadable');
    sealer.fail();
    await expect(new OpenAuditBody(sealer).orUnreadable(row)).rejects.toMatchObject({ code: 'service_unavailable' });
  });
});
