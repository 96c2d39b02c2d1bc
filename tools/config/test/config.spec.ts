import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { startAdministration, type Administration } from '@radiant/admin-api/testing';
import fc from 'fast-check';
import { AdminApi } from '../src/api.js';
import { applyConfig, diffConfig, exportConfig } from '../src/config.js';

jest.setTimeout(360_000);

let administration: Administration;
let api: AdminApi;
let directory: string;
beforeAll(async () => {
  administration = await startAdministration();
  api = new AdminApi(administration.url, administration.root);
  const { gateway } = administration;
  await api.ask('PUT', '/api/v2/routing/rules/fast', { body: { targets: [{ model_id: 'demo-chat-small' }] } });
  await api.ask('POST', `/api/v2/tenants/${gateway.clinic.id}/budgets`, { body: { period: 'month', limit: '250.00' } });
});
beforeEach(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'radiant-config-'));
  await exportConfig(api, directory);
});
afterAll(() => administration.close());

const fileOf = (name: string): string => path.join(directory, `${name}.json`);
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- files are edited freely, as people do
const read = (name: string): any => JSON.parse(readFileSync(fileOf(name), 'utf8'));
const edit = (name: string, change: object): void =>
  writeFileSync(fileOf(name), JSON.stringify({ ...read(name), ...change }));
const create = (name: string, fields: object): void => writeFileSync(fileOf(name), JSON.stringify(fields));
const apply = async (prune = false): Promise<readonly string[]> => {
  const difference = await diffConfig(api, directory, prune);
  await applyConfig(api, difference);
  return difference.steps.map(({ title }) => title);
};
const shown = async (prune = false): Promise<readonly string[]> =>
  (await diffConfig(api, directory, prune)).steps.map(({ title }) => title);
const everything = (): readonly string[] =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()
    .map((file) => `${path.relative(directory, file)} ${readFileSync(file, 'utf8')}`);

describe('export', () => {
  it('writes the registry and all policies, one readable file a row, and no secret', () => {
    const { gateway } = administration;
    expect(readdirSync(directory).sort()).toEqual(['apps', 'baas', 'models', 'providers', 'routing', 'tenants']);
    expect(read('providers/demo')).toMatchObject({
      id: 'demo',
      status: 'active',
      hipaa_compliant: expect.any(Boolean),
    });
    expect(read('models/demo-chat-small')).toMatchObject({
      provider_id: 'demo',
      prices: [{ version: 1, input_tokens: '0.15', output_tokens: '0.6', markup_basis_points: 2000 }],
    });
    expect(read('routing/rules/fast')).toEqual({
      name: 'fast',
      prefer: 'share',
      targets: [{ model_id: 'demo-chat-small', priority: 0, weight: 1 }],
    });
    expect(read(`tenants/${gateway.clinic.id}`)).toMatchObject({
      name: 'clinic',
      status: 'active',
      settings: {},
      phi_config: { mode: 'auto', categories: { SSN: true }, reidentification: { requires_approval: false } },
      budgets: [{ period: 'month', hard: true, scope: { type: 'tenant' } }],
    });
    const text = everything().join('\n');
    for (const secret of [gateway.clinic.key, administration.root]) expect(text).not.toContain(secret);
  });

  it('gives the same bytes each time, and applying them changes nothing', async () => {
    const first = everything();
    await exportConfig(api, directory);
    expect(everything()).toEqual(first);
    expect(await shown()).toEqual([]);
    expect(await shown(true)).toEqual([]);
    expect(await apply()).toEqual([]);
  });
});

describe('diff', () => {
  it('names each field with before and after, and changes nothing', async () => {
    edit('models/demo-chat-small', { description: 'Short answers', supports_vision: true });
    const { steps } = await diffConfig(api, directory, false);
    expect(steps.map(({ title, lines }) => [title, lines])).toEqual([
      [
        '~ models/demo-chat-small',
        [
          '- description: "Echoes what it was told. Not a real model."',
          '+ description: "Short answers"',
          '- supports_vision: false',
          '+ supports_vision: true',
        ],
      ],
    ]);
    rmSync(fileOf('models/demo-chat-small'));
    expect(await shown(true)).toEqual([]); // models are never taken away
  });

  it.each([
    ['providers/demo', { colour: 'red' }, 'colour is no field of providers'],
    ['models/demo-chat-small', { provider_id: 'other' }, 'models/demo-chat-small: provider_id can not be changed'],
    ['models/demo-chat-small', { prices: [] }, 'what is there is never changed or taken away'],
  ])('refuses files that say what can not be: %s %j', async (name, change, message) => {
    edit(name, change);
    await expect(diffConfig(api, directory, false)).rejects.toThrow(message);
  });

  it('says which file is no JSON', async () => {
    writeFileSync(fileOf('providers/demo'), '{');
    await expect(diffConfig(api, directory, false)).rejects.toThrow('demo.json must hold one JSON object');
  });
});

describe('apply', () => {
  it('takes in a provider, a model, a price, an agreement, a rule and a tenant with its policy, in one go', async () => {
    create('providers/acme', { id: 'acme', name: 'Acme', type: 'external', hipaa_compliant: true });
    create('models/acme%2Fchat', {
      id: 'acme/chat',
      provider_id: 'acme',
      name: 'chat',
      display_name: 'Acme Chat',
      specialty: 'general',
      prices: [{ input_tokens: '1', output_tokens: '2' }],
    });
    create('baas/acme', {
      provider_id: 'acme',
      document_reference: 'Contract 2026/17',
      services: ['chat'],
      effective_from: '2026-01-01T00:00:00.000Z',
      expires_at: '2099-01-01T00:00:00.000Z',
    });
    create('routing/rules/best', { name: 'best', targets: [{ model_id: 'acme/chat', priority: 0, weight: 1 }] });
    create('tenants/elsewhere', {
      name: 'St. Elsewhere',
      app_id: 'default',
      settings: { default_model: 'best', allowed_providers: ['acme'] },
      phi_config: {
        mode: 'auto',
        categories: { DIAGNOSIS: true },
        reidentification: { allowed: false, requires_approval: true, mapping_ttl_hours: 1 },
      },
      budgets: [{ period: 'day', limit: '3', hard: true }],
    });
    expect(await apply()).toEqual([
      '+ providers/acme',
      '+ models/acme/chat',
      '+ baas/(new)',
      '+ routing/rules/best',
      '+ tenants/(new)',
    ]);
    await exportConfig(api, directory);
    const names = readdirSync(path.join(directory, 'tenants')).map((file) => read(`tenants/${file.slice(0, -5)}`));
    expect(names.find(({ name }) => name === 'St. Elsewhere')).toMatchObject({
      settings: { default_model: 'best', allowed_providers: ['acme'] },
      phi_config: { categories: { DIAGNOSIS: true }, reidentification: { allowed: false } },
      budgets: [{ period: 'day', limit: '3' }],
    });
    expect(read('models/acme%2Fchat').prices).toMatchObject([{ version: 1, input_tokens: '1' }]);
    expect(await shown()).toEqual([]);
  });

  it('adds a price, changes a budget by ending it and making another, and takes a rule away with --prune', async () => {
    const { id } = administration.gateway.clinic;
    const { prices } = read('models/demo-chat-large');
    edit('models/demo-chat-large', { prices: [...prices, { input_tokens: '3', output_tokens: '9' }] });
    const [budget] = read(`tenants/${id}`).budgets;
    edit(`tenants/${id}`, { budgets: [{ ...budget, limit: '99' }] });
    rmSync(fileOf('routing/rules/fast'));
    expect(await shown()).not.toContain('- routing/rules/fast');
    expect(await apply(true)).toEqual([
      '+ models/demo-chat-large prices',
      '- routing/rules/fast',
      `- tenants/${id} budgets`,
      `+ tenants/${id} budgets`,
    ]);
    await exportConfig(api, directory);
    expect(read('models/demo-chat-large').prices).toMatchObject([{ version: 1 }, { version: 2, input_tokens: '3' }]);
    expect(read(`tenants/${id}`).budgets).toMatchObject([{ limit: '99' }]);
  });

  it('changes nothing when the state has moved since the difference was shown', async () => {
    edit('models/demo-embed', { description: 'From the files' });
    const difference = await diffConfig(api, directory, false);
    await api.ask('PATCH', '/api/v2/providers/demo', { body: { name: 'Moved' } });
    await expect(applyConfig(api, difference)).rejects.toThrow('the state has moved');
    expect((await api.ask('GET', '/api/v2/models/demo-embed'))['model']).not.toMatchObject({
      description: 'From the files',
    });
  });

  it('meets a change of the very row with its ETag, and says how far it came', async () => {
    edit('models/demo-embed', { description: 'From the files' });
    const { state, steps } = await diffConfig(api, directory, false);
    const [step] = steps;
    const racing = {
      title: 'a race',
      lines: [],
      make: async () =>
        void (await api.ask('PATCH', '/api/v2/models/demo-embed', { body: { description: 'Quicker' } })),
    };
    const attempt = applyConfig(api, { state, steps: [racing, ...(step ? [step] : [])] });
    await expect(attempt).rejects.toThrow(/PRECONDITION_FAILED.*\n1 of 2 changes were made/);
    expect((await api.ask('GET', '/api/v2/models/demo-embed'))['model']).toMatchObject({ description: 'Quicker' });
  });

  it('is validated by the API, and stands in the trail', async () => {
    const { id } = administration.gateway.clinic;
    edit(`tenants/${id}`, { settings: { default_model: 'unheard-of' } });
    await expect(apply()).rejects.toThrow(/VALIDATION_ERROR: settings.default_model/);
    edit(`tenants/${id}`, { settings: { max_tokens_per_request: 77 } });
    await apply();
    const found = await administration.call('GET', '/api/v2/audit?action=tenant.update&limit=1', {
      as: administration.root,
      headers: { 'x-tenant-id': id },
    });
    expect(found.data.records[0].details).toMatchObject({ 'after.settings.max_tokens_per_request': 77 });
  });

  it('makes the state as the files say, whatever they say, and then has nothing left to do', async () => {
    const { id } = administration.gateway.hospital;
    const text = fc.stringMatching(/^[A-Za-z0-9]{1,20}$/);
    const model = fc.record({
      display_name: text,
      description: fc.option(text),
      context_window: fc.option(fc.integer({ min: 1, max: 1_000_000 })),
      capabilities: fc.uniqueArray(fc.stringMatching(/^[a-z]{1,9}$/), { maxLength: 3 }),
      supports_functions: fc.boolean(),
    });
    const tenant = fc.record({
      name: text,
      domain: fc.option(fc.constantFrom('clinic.example', 'ward.example')),
      time_zone: fc.constantFrom('UTC', 'Europe/Berlin'),
      settings: fc.record({ max_tokens_per_request: fc.integer({ min: 1, max: 128_000 }) }, { requiredKeys: [] }),
      phi_config: fc.option(
        fc.record({
          mode: fc.constantFrom('auto', 'manual', 'disabled'),
          categories: fc.record({ NAME: fc.boolean(), DIAGNOSIS: fc.boolean() }),
          reidentification: fc.record({
            allowed: fc.boolean(),
            requires_approval: fc.boolean(),
            mapping_ttl_hours: fc.integer({ min: 1, max: 720 }),
          }),
        }),
      ),
    });
    await fc.assert(
      fc.asyncProperty(model, tenant, async (modelFields, tenantFields) => {
        edit('models/demo-embed', modelFields);
        edit(`tenants/${id}`, tenantFields);
        await apply();
        await exportConfig(api, directory);
        expect(read('models/demo-embed')).toMatchObject(modelFields);
        expect(read(`tenants/${id}`)).toMatchObject(tenantFields);
        expect(await shown()).toEqual([]);
      }),
      { numRuns: 8 },
    );
  });
});
