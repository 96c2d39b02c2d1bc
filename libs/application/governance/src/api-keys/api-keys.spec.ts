import { beforeEach, describe, expect, it } from '@jest/globals';
import { API_KEY } from '@radiant/identity';
import { apiKeyId, appId, tenantId } from '@radiant/kernel';
import { KEY_ID, keyOf } from '../testing/arranged.js';
import { mintOf, of } from '../testing/case.js';
import { CLINIC, GRACE, HOSPITAL, NOBODY } from '../testing/people.js';
import { World } from '../testing/world.js';
import { AddBudget } from '../budgets/add-budget.js';
import { ChangeApiKey, type ApiKeyChange } from './change-api-key.js';
import { IssueApiKey } from './issue-api-key.js';
import { ListApiKeys } from './list-api-keys.js';
import { RevokeApiKey } from './revoke-api-key.js';
import { RotateApiKey } from './rotate-api-key.js';

const UNKNOWN = { code: 'not_found', message: 'there is no such API key', facts: {} };
const FOREIGN_ID = apiKeyId('33333333-3333-4333-8333-333333333334');

let world: World;
beforeEach(() => {
  world = new World();
  world.state.apiKeys.push(keyOf(world), keyOf(world, { id: FOREIGN_ID, tenantId: HOSPITAL }));
});

const stored = (id = KEY_ID) => world.state.apiKeys.find((key) => key.id === id);
const eventsHere = () => world.eventsOf(CLINIC);

describe('a tenant that is deleted', () => {
  it('gets no key any more, neither a new one nor one in the place of another', async () => {
    Object.assign(world.state.tenants[0] ?? {}, { status: 'deleted' });
    const refusal = { code: 'conflict', message: 'the tenant is deleted' };
    const deps = [...of(world), mintOf(world)] as const;
    await expect(new IssueApiKey(...deps).execute(GRACE, CLINIC, { name: 'x' })).rejects.toMatchObject(refusal);
    await expect(new RotateApiKey(...deps).execute(GRACE, CLINIC, KEY_ID)).rejects.toMatchObject(refusal);
    expect(world.state.apiKeys).toHaveLength(2);
  });
});

describe('IssueApiKey', () => {
  const issue = (over: object = {}) =>
    new IssueApiKey(...of(world), mintOf(world)).execute(GRACE, CLINIC, { name: 'ward 4', ...over });

  it('makes a key of the form that is accepted, and keeps its hash alone', async () => {
    const { key, apiKey } = await issue();
    expect(key).toMatch(API_KEY);
    expect(apiKey).toMatchObject({ hash: world.digest.sha256(key), prefix: key.slice(0, 20), createdBy: 'grace' });
    expect(stored(apiKey.id)).toStrictEqual(apiKey);
    expect(Object.values(apiKey)).not.toContain(key);
  });

  it("allows everything in the tenant's app, without end, unless it says otherwise", async () => {
    expect((await issue()).apiKey).toMatchObject({
      appId: 'charting',
      scopes: ['*'],
      limits: {},
      trustedForwarder: false,
      expiresAt: undefined,
      revokedAt: undefined,
      replacedBy: undefined,
      lastUsedAt: undefined,
    });
  });

  it('takes scopes, limits, expiry, app and trust, and tells of them', async () => {
    world.state.apps.push({ id: appId('triage'), name: 'Triage', status: 'active' });
    const expiresAt = world.now + 1;
    const limits = { requestsPerMinute: 60, tokensPerDay: 1_000, concurrentStreams: 2 };
    const asked = { scopes: ['inference.call', 'model:gpt', 'model:gpt'], limits, expiresAt, trustedForwarder: true };
    const { apiKey } = await issue({ ...asked, appId: appId('triage') });
    const scopes = ['inference.call', 'model:gpt'];
    expect(apiKey).toMatchObject({ appId: 'triage', scopes, limits, expiresAt, trustedForwarder: true });
    expect(eventsHere()).toMatchObject([
      {
        action: 'api_key.create',
        resource: { type: 'api_key', id: apiKey.id },
        details: {
          'after.name': 'ward 4',
          'after.scopes': 'inference.call, model:gpt',
          'after.limits.requests_per_minute': 60,
          'after.limits.tokens_per_day': 1_000,
          'after.limits.concurrent_streams': 2,
          'after.trusted_forwarder': true,
          'after.expires_at': new Date(expiresAt).toISOString(),
        },
      },
    ]);
  });

  it.each([
    ['name', { name: '' }],
    ['name', { name: 'x'.repeat(201) }],
    ['scopes', { scopes: [] }],
    ['scopes', { scopes: ['tenant.change'] }],
    ['scopes', { scopes: ['everything'] }],
    ['scopes', { scopes: ['model:'] }],
    ['scopes', { scopes: Array.from({ length: 101 }, (_, i) => `model:m${i}`) }],
    ['expires_at', { expiresAt: Date.UTC(2026, 0, 15, 12) }],
    ['expires_at', { expiresAt: Number.NaN }],
    ['expires_at', { expiresAt: Date.UTC(10_000, 0) }],
    ['limits.requests_per_minute', { limits: { requestsPerMinute: 0 } }],
    ['limits.tokens_per_day', { limits: { tokensPerDay: 1.5 } }],
    ['limits.concurrent_streams', { limits: { concurrentStreams: Number.POSITIVE_INFINITY } }],
    ['app_id', { appId: appId('unheard-of') }],
  ])('refuses a wrong %s: %j', async (field, over) => {
    await expect(issue(over)).rejects.toMatchObject({ code: 'validation_error', facts: { field } });
    expect(world.state.apiKeys).toHaveLength(2);
  });
});

describe('ChangeApiKey', () => {
  const change = (asked: ApiKeyChange, id = KEY_ID) => new ChangeApiKey(...of(world)).execute(GRACE, CLINIC, id, asked);

  it('changes what is named and nothing else, and tells of that', async () => {
    const before = stored();
    const after = await change({ scopes: ['*'], expiresAt: null });
    expect(after).toStrictEqual({ ...before, scopes: ['*'], expiresAt: undefined });
    expect(stored()).toStrictEqual(after);
    expect(eventsHere()[0]).toMatchObject({ action: 'api_key.update', resource: { type: 'api_key', id: KEY_ID } });
    expect(eventsHere()[0]?.details).toStrictEqual({
      'before.scopes': 'inference.call, model:gpt',
      'after.scopes': '*',
      'before.expires_at': new Date(before?.expiresAt ?? 0).toISOString(),
      'after.expires_at': null,
    });
  });

  it.each<[string, ApiKeyChange]>([
    ['name', { name: ' ' }],
    ['scopes', { scopes: ['audit.read'] }],
    ['limits.tokens_per_day', { limits: { tokensPerDay: 0 } }],
    ['expires_at', { expiresAt: 1 }],
  ])('refuses a wrong %s', async (field, asked) => {
    await expect(change(asked)).rejects.toMatchObject({ code: 'validation_error', facts: { field } });
  });

  it('refuses an empty change, a revoked key, and keys that are not there for the tenant', async () => {
    await expect(change({})).rejects.toMatchObject({ code: 'validation_error' });
    await expect(change({ name: 'x' }, FOREIGN_ID)).rejects.toMatchObject(UNKNOWN);
    await expect(change({ name: 'x' }, apiKeyId(NOBODY))).rejects.toMatchObject(UNKNOWN);
    world.state.apiKeys[0] = keyOf(world, { revokedAt: world.now });
    await expect(change({ name: 'x' })).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('RotateApiKey', () => {
  const rotate = (overlapSeconds?: number, id = KEY_ID) =>
    new RotateApiKey(...of(world), mintOf(world)).execute(GRACE, CLINIC, id, overlapSeconds);

  it('makes a key that may do the same, and lets the old one live for an hour', async () => {
    const old = keyOf(world);
    const { key, apiKey } = await rotate();
    expect(apiKey).toStrictEqual({
      ...old,
      id: apiKey.id,
      lineage: KEY_ID,
      prefix: key.slice(0, 20),
      hash: world.digest.sha256(key),
      createdAt: world.now,
      createdBy: 'grace',
    });
    expect(apiKey.id).not.toBe(KEY_ID);
    expect(stored(apiKey.id)).toStrictEqual(apiKey);
    expect(stored()).toStrictEqual({ ...old, revokedAt: world.now + 3_600_000, replacedBy: apiKey.id });
  });

  it('keeps the first key of all in mind, however often it is done', async () => {
    const first = apiKeyId('33333333-3333-4333-8333-333333333399');
    world.state.apiKeys[0] = keyOf(world, { lineage: first });
    expect((await rotate()).apiKey.lineage).toBe(first);
  });

  it('tells of the successor and of the end', async () => {
    const { apiKey } = await rotate(60);
    expect(eventsHere()).toMatchObject([{ action: 'api_key.rotate', resource: { type: 'api_key', id: KEY_ID } }]);
    expect(eventsHere()[0]?.details).toStrictEqual({
      'before.revoked_at': null,
      'after.revoked_at': new Date(world.now + 60_000).toISOString(),
      'before.replaced_by': null,
      'after.replaced_by': apiKey.id,
    });
  });

  it('makes the budgets of the key ones of its successor as well, and one of a successor is one of the line', async () => {
    const add = (value: string) =>
      new AddBudget(...of(world)).execute(GRACE, CLINIC, {
        period: 'month',
        limit: '5',
        hard: true,
        scope: { type: 'key', value },
      });
    const { budget } = await add(KEY_ID);
    const { apiKey } = await rotate();
    const line = { kind: 'key', value: KEY_ID, successors: [apiKey.id] };
    expect(world.state.budgets).toStrictEqual([{ ...budget, scope: line }]);
    expect((await add(apiKey.id)).budget.scope).toEqual(line);
  });

  it.each([0, 604_800])('takes an overlap of %d s', async (seconds) => {
    await rotate(seconds);
    expect(stored()?.revokedAt).toBe(world.now + seconds * 1_000);
  });

  it.each([-1, 604_801, 0.5, Number.NaN])('refuses an overlap of %d s', async (seconds) => {
    const refusal = { code: 'validation_error', facts: { field: 'overlap_seconds' } };
    await expect(rotate(seconds)).rejects.toMatchObject(refusal);
  });

  it.each([
    ['is revoked', { revokedAt: 0 }],
    ['is to be revoked', { revokedAt: Date.UTC(2100, 0) }],
    ['has expired', { expiresAt: Date.UTC(2026, 0, 15, 12) }],
    ['was rotated before', { replacedBy: FOREIGN_ID }],
  ])('refuses a key that %s', async (_, over) => {
    world.state.apiKeys[0] = keyOf(world, over);
    await expect(rotate()).rejects.toMatchObject({ code: 'conflict' });
    expect(world.state.apiKeys).toHaveLength(2);
  });

  it('knows no key of another tenant', async () => {
    await expect(rotate(0, FOREIGN_ID)).rejects.toMatchObject(UNKNOWN);
  });
});

describe('RevokeApiKey', () => {
  const revoke = (id = KEY_ID) => new RevokeApiKey(...of(world)).execute(GRACE, CLINIC, id);

  it('ends a key now', async () => {
    expect(await revoke()).toMatchObject({ revokedAt: world.now });
    expect(stored()?.revokedAt).toBe(world.now);
    expect(eventsHere()).toMatchObject([{ action: 'api_key.revoke', resource: { type: 'api_key', id: KEY_ID } }]);
  });

  it('ends a key sooner that was to end later', async () => {
    world.state.apiKeys[0] = keyOf(world, { revokedAt: world.now + 1, replacedBy: FOREIGN_ID });
    expect(await revoke()).toMatchObject({ revokedAt: world.now, replacedBy: FOREIGN_ID });
  });

  it('leaves a revoked key as it is, and writes nothing', async () => {
    await revoke();
    world.clock.advance(1_000);
    expect(await revoke()).toMatchObject({ revokedAt: world.now - 1_000 });
    expect(eventsHere()).toHaveLength(1);
  });

  it('knows no key of another tenant', async () => {
    await expect(revoke(FOREIGN_ID)).rejects.toMatchObject(UNKNOWN);
    expect(stored(FOREIGN_ID)?.revokedAt).toBeUndefined();
  });
});

it('ListApiKeys lists the keys of one tenant', async () => {
  const page = await new ListApiKeys(...of(world)).execute(GRACE, tenantId(CLINIC), { limit: 10, offset: 0 });
  expect(page).toMatchObject({ items: [{ id: KEY_ID }], total: 1 });
});
