import { beforeEach, describe, expect, it } from '@jest/globals';
import { checkpointText, type AuditRow } from '@radiant/audit';
import { modelId, PLATFORM_TENANT, providerId, userId, type AuditEvent, type TenantId } from '@radiant/kernel';
import { holdOf } from '../testing/arranged.js';
import { of } from '../testing/case.js';
import { CLINIC, GRACE, HOSPITAL, ROOT } from '../testing/people.js';
import { World } from '../testing/world.js';
import { BreachScope } from './breach-scope.js';
import { ExportAudit } from './export-audit.js';
import { PurgeAudit } from './purge-audit.js';
import { SearchAudit, type AuditSearch } from './search-audit.js';
import { VerifyAudit } from './verify-audit.js';

const SLICE = { limit: 10, offset: 0 };
const DAY_MS = 86_400_000;

let world: World;
beforeEach(() => {
  world = new World();
});

let count = 0;
const happened = async (over: Partial<AuditEvent> = {}): Promise<void> => {
  count += 1;
  await world.chained({
    id: `00000000-0000-4000-8000-${String(count).padStart(12, 'f')}`,
    tenantId: CLINIC,
    occurredAt: world.now,
    action: 'api_key.create',
    outcome: 'success',
    actor: { kind: 'admin', userId: userId('grace'), crossTenant: false },
    details: { 'after.name': 'ward 3' },
    ...over,
  });
};
const told = (tenantId: TenantId = CLINIC) =>
  world.eventsOf(tenantId).map(({ action, outcome, details }) => ({ action, outcome, details }));

describe('SearchAudit', () => {
  const search = (query: AuditSearch, by = GRACE, tenantId: TenantId | undefined = CLINIC) =>
    new SearchAudit(...of(world), world.auditStores, world.bodies).execute(by, tenantId, query, SLICE);

  it('finds rows of the tenant, opened, and tells which were asked for', async () => {
    await happened();
    await happened({ action: 'audit.read' });
    await happened({ tenantId: HOSPITAL });
    const page = await search({ action: 'api_key.create', from: 0 });
    expect(page).toMatchObject({
      items: [{ row: { tenantId: CLINIC, sequence: 1 }, body: { ip: null, details: { 'after.name': 'ward 3' } } }],
      total: 1,
    });
    expect(told()).toStrictEqual([
      {
        action: 'audit.read',
        outcome: 'success',
        details: { 'after.action': 'api_key.create', 'after.from': '1970-01-01T00:00:00.000Z' },
      },
    ]);
  });

  it('asks for nothing that a query carries beside its fields', async () => {
    await happened();
    const smuggled: AuditSearch & { subject: string } = { subject: 'nobody' };
    expect(await search(smuggled)).toMatchObject({ total: 1 });
  });

  it('finds rows of all tenants for a super administrator, and tells of it at home', async () => {
    await happened();
    await happened({ tenantId: HOSPITAL });
    const asked = new SearchAudit(...of(world), world.auditStores, world.bodies);
    expect(await asked.execute(ROOT, undefined, {}, SLICE)).toMatchObject({ total: 2 });
    expect(told(HOSPITAL)).toMatchObject([{ action: 'audit.read', details: { all_tenants: true } }]);
    expect(told(CLINIC)).toStrictEqual([]);
    await expect(asked.execute(GRACE, undefined, {}, SLICE)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it("shows the platform's own trail to super administrators alone", async () => {
    await happened({ tenantId: PLATFORM_TENANT });
    expect(await search({}, ROOT, PLATFORM_TENANT)).toMatchObject({ total: 1 });
    await expect(search({}, GRACE, PLATFORM_TENANT)).rejects.toMatchObject({ code: 'not_found' });
  });

  it.each([
    ['to', { from: 5, to: 5 }],
    ['from', { from: -1 }],
    ['from', { from: 0.5 }],
    ['to', { to: Number.POSITIVE_INFINITY }],
  ])('refuses a wrong %s: %j', async (field, query) => {
    await expect(search(query)).rejects.toMatchObject({ code: 'validation_error', facts: { field } });
  });
});

describe('ExportAudit', () => {
  it('hands out every row that matches, opened, and has told of it before', async () => {
    await happened();
    await happened({ action: 'audit.read' });
    const exporting = new ExportAudit(...of(world), world.auditStores, world.bodies);
    const rows = await exporting.execute(GRACE, CLINIC, { action: 'api_key.create' });
    expect(told()).toMatchObject([{ action: 'audit.export', details: { 'after.action': 'api_key.create' } }]);
    const read = [];
    for await (const row of rows) read.push(row);
    expect(read).toMatchObject([{ row: { sequence: 1 }, body: { details: { 'after.name': 'ward 3' } } }]);
  });
});

describe('VerifyAudit', () => {
  const verify = () =>
    new VerifyAudit(...of(world), world.digest, world.checkpoints, world.signatures).execute(GRACE, CLINIC);
  const signed = (sequence: number) => {
    const head = { tenantId: CLINIC, sequence, hash: world.state.rows[sequence - 1]?.hash ?? '', at: world.now };
    world.checkpoints.kept.push({ ...head, keyId: 'platform', signature: checkpointText(head) });
  };

  beforeEach(async () => {
    for (let each = 0; each < 3; each += 1) await happened();
    await happened({ tenantId: HOSPITAL });
  });

  it('finds nothing wrong with a whole chain, and tells of it', async () => {
    signed(3);
    expect(await verify()).toMatchObject({ tenantId: CLINIC, rows: 3, problemCount: 0 });
    expect(told()).toStrictEqual([
      {
        action: 'audit.verify',
        outcome: 'success',
        details: {
          rows: 3,
          purged: 0,
          last_sequence: 3,
          problems: 0,
          first_problem: null,
          first_problem_sequence: null,
          checkpoints: 1,
        },
      },
    ]);
  });

  it('finds a row that was altered', async () => {
    const row: AuditRow | undefined = world.state.rows[1];
    if (row?.content) world.state.rows[1] = { ...world.state.rows[1]!, content: { ...row.content, outcome: 'failed' } };
    expect(await verify()).toMatchObject({ problems: [{ sequence: 2, kind: 'altered' }] });
    expect(told()).toMatchObject([
      { outcome: 'failed', details: { problems: 1, first_problem: 'altered', first_problem_sequence: 2 } },
    ]);
  });

  it('finds an end that was cut off, by a checkpoint', async () => {
    signed(3);
    world.state.rows.splice(2, 1);
    expect(await verify()).toMatchObject({ problems: [{ sequence: 3, kind: 'truncated' }] });
  });

  it('finds rows that were kept from their place', async () => {
    world.state.unchained = 2;
    expect(await verify()).toMatchObject({
      problems: [{ sequence: 4, kind: 'unchained', message: '2 rows have waited too long for their place' }],
    });
  });

  it('reads page after page, and ends though sequences do not grow', async () => {
    const [first] = world.state.rows;
    const asked: number[] = [];
    const page = Array.from({ length: 5_000 }, () => first!);
    const run = world.governance.run.bind(world.governance);
    world.governance.run = (tenantId, work) =>
      run(tenantId, (transaction) => {
        transaction.auditLog.chain = async (_, after) => {
          asked.push(after);
          return page;
        };
        return work(transaction);
      });
    expect((await verify()).problemCount).toBeGreaterThan(0);
    expect(asked).toStrictEqual([0, 1]);
  });
});

describe('PurgeAudit', () => {
  const SIX_YEARS_AGO = Date.UTC(2020, 0, 15, 12);
  const purge = (retentionClass: string, before = SIX_YEARS_AGO) =>
    new PurgeAudit(...of(world)).execute(GRACE, CLINIC, { retentionClass, before });

  beforeEach(async () => {
    await happened({ occurredAt: SIX_YEARS_AGO - 1 });
    await happened({ occurredAt: SIX_YEARS_AGO - 1, action: 'audit.read' });
    await happened({ occurredAt: SIX_YEARS_AGO });
  });

  it('empties old rows of a class and no other', async () => {
    expect(await purge('change')).toBe(1);
    expect(world.state.rows.map(({ content }) => content?.action)).toStrictEqual([
      undefined,
      'audit.read',
      'api_key.create',
    ]);
  });

  it('leaves the event that a verification asks for', async () => {
    await purge('change');
    const verify = new VerifyAudit(...of(world), world.digest, world.checkpoints, world.signatures);
    expect(await verify.execute(GRACE, CLINIC)).toMatchObject({ problems: [{ kind: 'purged_without_event' }] });
    await world.chained(world.eventsOf(CLINIC)[0]!);
    expect(await verify.execute(GRACE, CLINIC)).toMatchObject({ purged: 1, problemCount: 0 });
    expect(world.eventsOf(CLINIC)[0]).toMatchObject({ details: { rows: 1 }, actor: { userId: 'grace' } });
  });

  it('empties nothing while a legal hold stands', async () => {
    world.state.legalHolds.push(holdOf(world));
    await expect(purge('change')).rejects.toMatchObject({ code: 'conflict' });
    expect(told()).toStrictEqual([]);
  });

  it.each([
    ['retention_class', 'everything', SIX_YEARS_AGO],
    ['before', 'change', SIX_YEARS_AGO + 1],
    ['before', 'change', Number.NaN],
    ['before', 'change', -1],
  ])('refuses a wrong %s', async (field, retentionClass, before) => {
    const refusal = { code: 'validation_error', facts: { field } };
    await expect(purge(retentionClass, before)).rejects.toMatchObject(refusal);
  });
});

describe('BreachScope', () => {
  const breach = { providerId: providerId('openai'), from: Date.UTC(2026, 0, 1), to: Date.UTC(2026, 1, 1) };
  const scope = (tenantId: TenantId | undefined, by = GRACE, over = {}) =>
    new BreachScope(...of(world), world.auditStores).execute(by, tenantId, { ...breach, ...over });
  const called = (tenantId: TenantId, occurredAt = world.now) => {
    const route = { providerId: providerId('openai'), modelId: modelId('gpt') };
    return happened({ tenantId, occurredAt, action: 'inference.call', route });
  };

  beforeEach(async () => {
    await called(CLINIC);
    await called(HOSPITAL);
    await called(CLINIC, world.now - 30 * DAY_MS);
    await happened();
  });

  it('is about the calls of one tenant to one provider in a period, and is told of', async () => {
    expect((await scope(CLINIC)).map(({ tenantId }) => tenantId)).toStrictEqual([CLINIC]);
    expect(world.eventsOf(CLINIC)).toMatchObject([
      {
        action: 'audit.read',
        resource: { type: 'provider' },
        details: {
          report: 'breach_scope',
          provider_id: 'openai',
          all_tenants: false,
          from: '2026-01-01T00:00:00.000Z',
        },
      },
    ]);
    expect(world.eventsOf(CLINIC)[0]?.resource).not.toHaveProperty('id'); // an open column, and the text is the caller's
  });

  it('is about all tenants for a super administrator, and told of at home', async () => {
    expect((await scope(undefined, ROOT)).map(({ tenantId }) => tenantId)).toStrictEqual([CLINIC, HOSPITAL]);
    expect(told(CLINIC)).toStrictEqual([]);
    expect(told(HOSPITAL)).toMatchObject([{ details: { all_tenants: true } }]);
    await expect(scope(undefined)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('is not shown untold', async () => {
    world.governance.auditFails = true;
    await expect(scope(undefined, ROOT)).rejects.toMatchObject({ code: 'service_unavailable' });
  });

  it('refuses a period that does not end after its beginning', async () => {
    const refusal = { code: 'validation_error', facts: { field: 'to' } };
    await expect(scope(CLINIC, GRACE, { to: breach.from })).rejects.toMatchObject(refusal);
  });
});
