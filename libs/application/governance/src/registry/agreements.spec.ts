import { beforeEach, describe, expect, it } from '@jest/globals';
import { modelId, providerId } from '@radiant/kernel';
import { of } from '../testing/case.js';
import { HOSPITAL, person } from '../testing/people.js';
import { ACME, AGREEMENT_ID, agreementOf, LARGE, modelOf, providerOf, ruleOf } from '../testing/registry-rows.js';
import { World } from '../testing/world.js';
import { AddAgreement } from './add-agreement.js';
import type { AgreementChange } from './agreement-fields.js';
import { ChangeAgreement } from './change-agreement.js';
import { PutRoutingRule, type AskedTarget } from './put-routing-rule.js';
import { RemoveRoutingRule } from './remove-routing-rule.js';

const ROOT = person('root', 'super_admin', HOSPITAL);

let world: World;
beforeEach(() => {
  world = new World();
  world.state.providers.push(providerOf(world), providerOf(world, { id: providerId('other') }));
  world.state.models.push(modelOf(world), modelOf(world, { id: modelId('theirs'), providerId: providerId('other') }));
  world.state.agreements.push(agreementOf(world));
  world.state.rules.push(ruleOf(world));
});

const asked = {
  providerId: ACME,
  documentReference: ' Contract 2027/1 ',
  services: ['chat', 'chat', 'embeddings'],
  effectiveFrom: 5,
  expiresAt: 6,
};

describe('an agreement', () => {
  it('is taken down with all that it covers, and told of', async () => {
    const added = await new AddAgreement(...of(world)).execute(ROOT, { ...asked, modelId: LARGE, region: 'us-east-1' });
    expect(added).toStrictEqual({
      id: expect.any(String),
      providerId: ACME,
      modelId: LARGE,
      region: 'us-east-1',
      documentReference: 'Contract 2027/1',
      services: ['chat', 'embeddings'],
      effectiveFrom: 5,
      expiresAt: 6,
      revision: 1,
      createdAt: world.now,
      updatedAt: world.now,
    });
    expect(world.eventsOf(HOSPITAL)).toMatchObject([
      { action: 'agreement.create', details: { 'after.provider_id': 'acme', 'after.services': 'chat, embeddings' } },
    ]);
  });

  it.each([
    ['provider_id', { providerId: providerId('none') }],
    ['model_id', { modelId: modelId('theirs') }],
    ['model_id', { modelId: modelId('none') }],
    ['region', { region: 'US East' }],
    ['document_reference', { documentReference: ' ' }],
    ['services', { services: [] }],
    ['services', { services: ['audio'] }],
    ['expires_at', { expiresAt: 5 }],
    ['effective_from', { effectiveFrom: -1 }],
  ])('is refused for a wrong %s', async (field, over) => {
    const add = new AddAgreement(...of(world)).execute(ROOT, { ...asked, ...over });
    await expect(add).rejects.toMatchObject({ code: 'validation_error', facts: { field } });
    expect(world.state.agreements).toHaveLength(1);
  });

  it('is changed where it was read as it stands, and in nothing but what is named', async () => {
    const change = (fields: AgreementChange, expected?: readonly number[]) =>
      new ChangeAgreement(...of(world)).execute(ROOT, AGREEMENT_ID, fields, expected);
    const before = agreementOf(world);
    expect(await change({ region: 'eu-west-1' }, [3])).toStrictEqual({ ...before, region: 'eu-west-1', revision: 4 });
    await expect(change({ region: null }, [3])).rejects.toMatchObject({ code: 'precondition_failed' });
    expect(await change({ region: null })).toStrictEqual({ ...before, revision: 5 });
    await expect(change({})).rejects.toMatchObject({ code: 'validation_error' });
  });

  it('ends at once and stays on record; one that had not begun never does', async () => {
    const end = () => new ChangeAgreement(...of(world)).end(ROOT, AGREEMENT_ID);
    expect(await end()).toMatchObject({ expiresAt: world.now, revision: 4 });
    world.clock.advance(500);
    expect((await end()).expiresAt).toBe(world.now - 500);
    world.state.agreements[0] = agreementOf(world, { effectiveFrom: world.now + 10, expiresAt: world.now + 20 });
    expect(await end()).toMatchObject({ effectiveFrom: world.now + 10, expiresAt: world.now + 10 });
  });
});

describe('a routing rule', () => {
  const put = (targets: readonly AskedTarget[], expected?: readonly number[], name = 'fast') =>
    new PutRoutingRule(...of(world)).execute(ROOT, { name, targets }, expected);

  it('is made, and replaced where it was read as it stands', async () => {
    const targets = [{ modelId: LARGE }, { modelId: modelId('theirs'), priority: 1, weight: 5 }];
    expect(await put(targets, undefined, 'slow')).toMatchObject({
      name: 'slow',
      targets: [
        { modelId: LARGE, priority: 0, weight: 1 },
        { modelId: 'theirs', priority: 1, weight: 5 },
      ],
      revision: 1,
    });
    expect(await put(targets, [1])).toMatchObject({ revision: 2 });
    await expect(put(targets, [1])).rejects.toMatchObject({ code: 'precondition_failed' });
  });

  it.each<[string, readonly AskedTarget[]]>([
    ['targets', []],
    ['targets', [{ modelId: LARGE }, { modelId: LARGE }]],
    ['targets', [{ modelId: modelId('none') }]],
    ['targets[0].priority', [{ modelId: LARGE, priority: -1 }]],
    ['targets[0].weight', [{ modelId: LARGE, weight: 0 }]],
  ])('is refused for wrong %s: %j', async (field, targets) => {
    await expect(put(targets)).rejects.toMatchObject({ code: 'validation_error', facts: { field } });
  });

  it('is taken away once', async () => {
    const remove = () => new RemoveRoutingRule(...of(world)).execute(ROOT, 'fast');
    await remove();
    expect(world.state.rules).toEqual([]);
    await expect(remove()).rejects.toMatchObject({ code: 'not_found' });
  });

  it('stays when it is another than was read', async () => {
    const remove = (expected: number[]) => new RemoveRoutingRule(...of(world)).execute(ROOT, 'fast', expected);
    await expect(remove([7])).rejects.toMatchObject({ code: 'precondition_failed' });
    expect(world.state.rules).toHaveLength(1);
    await remove([1]);
    expect(world.state.rules).toEqual([]);
  });
});
