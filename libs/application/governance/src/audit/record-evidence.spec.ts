import { beforeEach, describe, expect, it } from '@jest/globals';
import { userId, type TenantId } from '@radiant/kernel';
import { of } from '../testing/case.js';
import { CLINIC, GRACE, HOSPITAL } from '../testing/people.js';
import { World } from '../testing/world.js';
import { RecordEvidence, type EvidencePeriod } from './record-evidence.js';

let world: World;
beforeEach(() => {
  world = new World();
});

const record = (period: EvidencePeriod = {}) =>
  new RecordEvidence(...of(world), world.auditStores, world.bodies).execute(GRACE, CLINIC, period);
const chained = (n: number, tenantId: TenantId = CLINIC): Promise<void> =>
  world.chained({
    id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    tenantId,
    occurredAt: world.now,
    action: 'api_key.create',
    outcome: 'success',
    actor: { kind: 'admin', userId: userId('grace'), crossTenant: false },
    ...(n === 1 && { details: { 'after.name': 'ward 1' } }),
  });
const sequences = async (last: number): Promise<(number | undefined)[]> => {
  const found: (number | undefined)[] = [];
  for await (const { row } of (await record())(last)) found.push(row.sequence);
  return found;
};

describe('RecordEvidence', () => {
  it('tells of the export and its period before it hands out anything', async () => {
    await record({ from: 0, to: 86_400_000 });
    expect(world.eventsOf(CLINIC)).toMatchObject([
      {
        action: 'evidence.export',
        outcome: 'success',
        details: { 'after.from': '1970-01-01T00:00:00.000Z', 'after.to': '1970-01-02T00:00:00.000Z' },
      },
    ]);
  });

  it('hands out the whole chain of the tenant up to a row, opened and in order, however long it is', async () => {
    for (let n = 1; n <= 2; n += 1) await chained(n);
    await chained(3, HOSPITAL);
    const [, second] = world.state.rows;
    for (let sequence = 3; sequence <= 1_002; sequence += 1) world.state.rows.push({ ...second!, sequence });
    const all = Array.from({ length: 1_002 }, (_, index) => index + 1);
    expect(await sequences(2_000)).toEqual(all);
    expect(await sequences(1_001)).toEqual(all.slice(0, 1_001));
    expect(await sequences(0)).toEqual([]);
    for await (const { row, body } of (await record())(1)) {
      expect([row.tenantId, body]).toMatchObject([CLINIC, { details: { 'after.name': 'ward 1' } }]);
    }
  });

  it('hands out nothing beyond the row where rows are missing before it', async () => {
    for (let n = 1; n <= 5; n += 1) await chained(n);
    world.state.rows.splice(2, 2);
    expect(await sequences(4)).toEqual([1, 2]);
  });

  it('hands out nothing for a period that ends before it begins', async () => {
    await expect(record({ from: 2, to: 1 })).rejects.toMatchObject({
      code: 'validation_error',
      facts: { field: 'to' },
    });
    expect(world.eventsOf(CLINIC)).toEqual([]);
  });
});
