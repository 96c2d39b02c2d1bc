import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeApiKeyDirectory, describeTenantRules } from '@radiant/identity/testing';
import { tenantId } from '@radiant/kernel';
import { DEFAULT_PHI_POLICY, type PhiPolicy } from '@radiant/phi';
import { describePhiPolicies } from '@radiant/phi/testing';
import { createDataSource } from '../src/data-source.js';
import { limitsColumn, settingsColumn } from '../src/governance/stored-settings.js';
import { PostgresApiKeyDirectory } from '../src/postgres-api-key-directory.js';
import { PostgresHealth } from '../src/postgres-health.js';
import { PostgresPhiPolicies } from '../src/postgres-phi-policies.js';
import { PostgresTenantRules } from '../src/postgres-tenant-rules.js';
import { openTestStore, optionsFor, type TestStore } from './test-store.js';

const CLINIC = tenantId('11111111-1111-4111-8111-111111111111');

let store: TestStore;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

describeApiKeyDirectory('postgres', async (keys) => {
  await store.empty();
  const active = new Map(keys.map((key) => [key.tenantId, key.tenantActive]));
  for (const [id, isActive] of active) await store.addTenant(id, { status: isActive ? 'active' : 'suspended' });
  for (const key of keys) {
    await store.superuser.query(
      `insert into api_keys (id, tenant_id, app_id, name, prefix, hash, scopes, limits, trusted_forwarder, expires_at,
         revoked_at, lineage) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        ...[key.id, key.tenantId, key.appId, key.name, key.prefix, key.hash, key.scopes, limitsColumn(key.limits)],
        ...[key.trustedForwarder, date(key.expiresAt), date(key.revokedAt), key.lineage],
      ],
    );
  }
  return new PostgresApiKeyDirectory(store.unitOfWork);
});

describe('PostgresApiKeyDirectory', () => {
  const HASH = 'e'.repeat(64);
  const used = (): Promise<{ last_used_at: Date | null }[]> =>
    store.superuser.query('select last_used_at from api_keys where hash = $1', [HASH]);

  async function find(columns: { revoked_at?: string; expires_at?: string; last_used_at?: string }, status = 'active') {
    await store.empty();
    await store.addTenant(CLINIC, { status });
    await store.superuser.query(
      `insert into api_keys (id, tenant_id, app_id, name, prefix, hash, revoked_at, expires_at, last_used_at)
       values (gen_random_uuid(), $1, 'charting', 'K', 'rad_dev_AAAAAAAAAAAA', $2, $3, $4, $5)`,
      [CLINIC, HASH, columns.revoked_at, columns.expires_at, columns.last_used_at],
    );
    return new PostgresApiKeyDirectory(store.unitOfWork).find(HASH);
  }

  it('notes a key that is honoured as used', async () => {
    await find({ expires_at: '2999-01-01T00:00:00Z' });
    expect(await used()).toEqual([{ last_used_at: expect.any(Date) }]);
  });

  it('notes it again after a minute only', async () => {
    const recently = new Date(Date.now() - 30_000).toISOString();
    await find({ last_used_at: recently });
    expect(await used()).toEqual([{ last_used_at: new Date(recently) }]);
    const longAgo = new Date(Date.now() - 90_000);
    await find({ last_used_at: longAgo.toISOString() });
    const [again] = await used();
    expect(again?.last_used_at?.getTime()).toBeGreaterThan(longAgo.getTime());
  });

  it.each([
    ['a key that was revoked', { revoked_at: '2020-01-01T00:00:00Z' }, 'active'],
    ['a key that has expired', { expires_at: '2020-01-01T00:00:00Z' }, 'active'],
    ['a key of a suspended tenant', {}, 'suspended'],
  ])('finds %s and does not note it as used', async (_, columns, status) => {
    expect(await find(columns, status)).toMatchObject({ hash: HASH });
    expect(await used()).toEqual([{ last_used_at: null }]);
  });
});

describePhiPolicies('postgres', async (stored) => {
  await store.empty();
  for (const [id, policy] of stored) await store.addTenant(id, { phiConfig: policy ? asStored(policy) : null });
  return new PostgresPhiPolicies(store.unitOfWork);
});

describeTenantRules('postgres', async (stored) => {
  await store.empty();
  for (const [id, settings] of stored) {
    await store.addTenant(id);
    await store.superuser.query('update tenants set settings = $2 where id = $1', [id, settingsColumn(settings)]);
  }
  return new PostgresTenantRules(store.unitOfWork);
});

describe('PostgresTenantRules', () => {
  it.each(['{"allowed_providers": "demo"}', '{"max_tokens_per_request": -1}', '{"default_model": 7}', '[]'])(
    'refuses what it can not read: %s',
    async (settings) => {
      await store.empty();
      await store.addTenant(CLINIC);
      const write = () => store.superuser.query('update tenants set settings = $2 where id = $1', [CLINIC, settings]);
      await expect(write().then(() => new PostgresTenantRules(store.unitOfWork).forTenant(CLINIC))).rejects.toThrow();
    },
  );
});

describe('PostgresPhiPolicies', () => {
  const valid = asStored(DEFAULT_PHI_POLICY);

  it('reads what was stored before the newer fields', async () => {
    await store.empty();
    const { mode, categories, reidentification } = valid;
    await store.addTenant(CLINIC, { phiConfig: { mode, categories, reidentification } });
    expect(await new PostgresPhiPolicies(store.unitOfWork).forTenant(CLINIC)).toEqual(DEFAULT_PHI_POLICY);
  });

  it.each([
    ['an unknown mode', { ...valid, mode: 'off' }],
    ['no mode', { ...valid, mode: undefined }],
    ['no categories', { ...valid, categories: undefined }],
    ['a category that is neither on nor off', { ...valid, categories: { ...valid.categories, SSN: 'no' } }],
    ['no re-identification rule', { ...valid, reidentification: {} }],
    ['an approval that is a word', reidentifying({ requires_approval: 'false' })],
    ['a mapping that lives for no time', reidentifying({ mapping_ttl_hours: 0 })],
    ['a pattern that looks ahead', recognising({ pattern: '(?=x)y' })],
  ])('refuses a stored policy with %s instead of falling back on a default', async (_, phiConfig) => {
    await store.empty();
    await store.addTenant(CLINIC, { phiConfig });
    await expect(new PostgresPhiPolicies(store.unitOfWork).forTenant(CLINIC)).rejects.toMatchObject({
      code: 'service_unavailable',
    });
  });

  function recognising(over: object): object {
    return { ...valid, custom_recognisers: [{ name: 'own', category: 'OTHER_ID', ...over }] };
  }
  function reidentifying(over: object): object {
    return { ...valid, reidentification: { ...valid.reidentification, ...over } };
  }
});

describe('PostgresHealth', () => {
  it('is well while the database answers', async () => {
    await expect(new PostgresHealth(store.app).ping()).resolves.toBeUndefined();
  });

  it('is unavailable once the database can not be reached', async () => {
    const gone = await createDataSource(optionsFor(store.database.appUrl));
    await gone.destroy();
    await expect(new PostgresHealth(gone).ping()).rejects.toMatchObject({ code: 'service_unavailable' });
  });
});

const date = (instant: number | undefined): Date | null => (instant === undefined ? null : new Date(instant));

function asStored(policy: PhiPolicy) {
  const { reidentification } = policy;
  return {
    mode: policy.mode,
    categories: policy.categories,
    reidentification: {
      allowed: reidentification.allowed,
      requires_approval: reidentification.requiresApproval,
      mapping_ttl_hours: reidentification.mappingTtlHours,
      tool_arguments: reidentification.toolArguments,
    },
    sensitivity: policy.sensitivity,
    unscannable: policy.unscannable,
    second_opinion_down: policy.secondOpinionDown,
    transformation: policy.transformation,
    date_shift: policy.dateShift,
    custom_recognisers: policy.customRecognisers,
    allow_list: policy.allowList,
  };
}
