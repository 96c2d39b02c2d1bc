import { beforeEach, describe, expect, it } from '@jest/globals';
import { subjectText } from '@radiant/audit';
import { userId } from '@radiant/kernel';
import { of } from '../testing/case.js';
import { CLINIC, GRACE, HOSPITAL } from '../testing/people.js';
import { World } from '../testing/world.js';
import { Disclosures, SUBJECT_PURPOSE } from './disclosures.js';

const SSN = '123-45-6789';

describe('Disclosures', () => {
  let world: World;
  beforeEach(() => {
    world = new World();
  });

  const disclosures = (over: object = {}, slice = { limit: 10, offset: 0 }) =>
    new Disclosures(...of(world), world.keyedDigest).execute(
      GRACE,
      CLINIC,
      { category: 'SSN', value: SSN, ...over },
      slice,
    );

  /** A call in which the person's number left, in the clear unless `disclosed` is false. */
  const called = async (id: number, { disclosed = true, tenantId = CLINIC, occurredAt = world.now } = {}) => {
    const subjects = await world.keyedDigest.digest(tenantId, SUBJECT_PURPOSE, [subjectText('SSN', SSN)]);
    await world.chained({
      id: `00000000-0000-4000-8000-${String(id).padStart(12, '0')}`,
      tenantId,
      occurredAt,
      action: 'inference.call',
      outcome: 'success',
      actor: { kind: 'user', userId: userId('ada'), crossTenant: false },
      phi: { categories: { SSN: 1 }, disclosed, subjects },
    });
  };

  it('finds what of a person left in the clear, however the identifier is written', async () => {
    await called(1);
    await called(2, { disclosed: false });
    await called(3, { tenantId: HOSPITAL });
    const found = await disclosures({ value: ' 123 45 6789 ' });
    expect(found).toMatchObject({ items: [{ sequence: 1 }], total: 1 });
    expect(await disclosures({ value: '123-45-6780' })).toMatchObject({ total: 0 });
    expect(await disclosures({ category: 'MEDICAL_RECORD' })).toMatchObject({ total: 0 });
  });

  it('says of how many calls not everybody is known, of other people too', async () => {
    await called(1);
    const subjects = Array.from({ length: 64 }, (_, n) => `digest ${n}`);
    for (const [id, disclosed] of [true, false].entries()) {
      await world.chained({
        id: `00000000-0000-4000-8000-00000000009${id}`,
        tenantId: CLINIC,
        occurredAt: world.now,
        action: 'inference.call',
        outcome: 'success',
        actor: { kind: 'user', userId: userId('ada'), crossTenant: false },
        phi: { categories: { SSN: 70 }, disclosed, subjects },
      });
    }
    expect(await disclosures()).toMatchObject({ total: 1, crowdedCalls: 1 });
  });

  it('reaches back six years', async () => {
    await called(1, { occurredAt: Date.UTC(2020, 0, 15, 12) });
    await called(2, { occurredAt: Date.UTC(2020, 0, 15, 12) - 1 });
    expect(await disclosures()).toMatchObject({ items: [{ sequence: 1 }], total: 1 });
  });

  it('counts all and shows a slice, oldest first', async () => {
    for (const id of [1, 2, 3, 4]) await called(id, { disclosed: id !== 2 });
    const found = await disclosures({}, { limit: 1, offset: 1 });
    expect(found).toMatchObject({ items: [{ sequence: 3 }], total: 3 });
    expect(found.items).toHaveLength(1);
  });

  it('tells that somebody was asked for, and neither who nor a digest', async () => {
    await called(1);
    await disclosures();
    expect(world.eventsOf(CLINIC)).toMatchObject([
      { action: 'disclosure.read', details: { category: 'SSN', found: 1 } },
    ]);
    expect(JSON.stringify(world.state.events)).not.toMatch(/123|6789|audit-subject/);
  });

  it('makes no digest for a tenant that is not there', async () => {
    world.keyedDigest.digest = () => Promise.reject(new TypeError('asked for a digest'));
    world.state.tenants.splice(0);
    await expect(disclosures()).rejects.toMatchObject({ code: 'not_found' });
  });

  it.each([
    ['category', { category: '' }],
    ['category', { category: 'ssn' }],
    ['category', { category: 'MRN' }],
    ['category', { category: 'DATE' }],
    ['category', { category: 'SSN:1' }],
    ['value', { value: '' }],
    ['value', { value: ' - ' }],
    ['value', { value: '1'.repeat(501) }],
  ])('refuses a wrong %s: %j', async (field, over) => {
    await expect(disclosures(over)).rejects.toMatchObject({ code: 'validation_error', facts: { field } });
  });
});
