import { beforeEach, describe, expect, it } from '@jest/globals';
import { modelId } from '@radiant/kernel';
import { priceAt, type PriceImport } from '@radiant/registry';
import { arranged } from '../testing/arranged.js';
import { of } from '../testing/case.js';
import { person, HOSPITAL, ROOT } from '../testing/people.js';
import { LARGE } from '../testing/registry-rows.js';
import type { World } from '../testing/world.js';
import { AddPrice } from './add-price.js';
import { DecidePriceImport, type PriceImportVerdict } from './decide-price-import.js';
import { ProposePrices } from './propose-prices.js';
import { ListPriceImports, ReadPriceImport } from './read-price-imports.js';

const FILE = (input: number, output = 2e-6) => ({
  large: { litellm_provider: 'acme', mode: 'chat', input_cost_per_token: input, output_cost_per_token: output },
  other: { litellm_provider: 'else', mode: 'chat', input_cost_per_token: 1, output_cost_per_token: 1 },
});

const APPROVER = person('rita', 'super_admin', HOSPITAL);

let world: World;
beforeEach(async () => {
  world = await arranged();
});

const propose = (input = 1e-6, output?: number): Promise<PriceImport> =>
  new ProposePrices(world.governance, world.registry, world.ids, world.clock).execute(ROOT, {
    source: 'prices.json',
    file: { ...FILE(input, output), [LARGE]: FILE(input, output).large },
  });
const decide = (found: PriceImport, verdict: PriceImportVerdict, actor = APPROVER) =>
  new DecidePriceImport(...of(world)).execute(actor, found.id, verdict);
const large = () => {
  const model = world.state.models.find(({ id }) => id === LARGE);
  if (!model) throw new TypeError('the arranged model is missing');
  return model;
};
const addPrice = (input: string) =>
  new AddPrice(...of(world)).execute(ROOT, LARGE, {
    rates: { input_tokens: input, output_tokens: '2' },
    markupBasisPoints: 700,
  });

describe('a price file', () => {
  it('is proposed and changes no price', async () => {
    const before = large();
    const found = await propose();
    expect(found).toMatchObject({ source: 'prices.json', status: 'pending', createdBy: 'root', taken: undefined });
    expect(found.proposals).toMatchObject([{ modelId: LARGE, rates: { input_tokens: 1_000_000n } }]);
    expect(large()).toStrictEqual(before);
    expect(world.state.events).toMatchObject([{ action: 'price_import.create', resource: { id: found.id } }]);
    expect((await new ListPriceImports(world.governance).execute({ limit: 5, offset: 0 })).items[0]).toStrictEqual(
      found,
    );
    expect(await new ReadPriceImport(world.governance).execute(found.id)).toStrictEqual(found);
  });

  it('becomes the next version when it is approved, with the markup that was and the versions before untouched', async () => {
    const { prices: before, revision } = await addPrice('0.8');
    const found = await propose();
    expect(found.proposals[0]).toMatchObject({ change: 'changed', comparedWith: before.length });
    const decided = await decide(found, { decision: 'approve' });
    expect(decided).toMatchObject({ status: 'approved', decidedBy: 'rita', taken: [LARGE] });
    const after = large();
    expect(after.prices.slice(0, -1)).toStrictEqual(before);
    expect(after.prices.at(-1)).toMatchObject({
      version: before.length + 1,
      effectiveFrom: world.now,
      rates: { input_tokens: 1_000_000n, cached_input_tokens: 1_000_000n, output_tokens: 2_000_000n },
      markupBasisPoints: 700,
    });
    expect(after.revision).toBe(revision + 1);
    expect(world.state.events.slice(-2)).toMatchObject([
      {
        action: 'price.update',
        resource: { id: LARGE },
        details: { price_import: found.id, 'after.input_tokens': '1' },
      },
      { action: 'price_import.decide', details: { 'before.status': 'pending', 'after.status': 'approved' } },
    ]);
  });

  it('is approved by somebody else than who proposed it, who may reject it', async () => {
    await addPrice('0.8');
    const found = await propose();
    await expect(decide(found, { decision: 'approve' }, ROOT)).rejects.toMatchObject({ code: 'forbidden' });
    expect(large().prices.at(-1)?.rates.input_tokens).toBe(800_000n);
    expect(await decide(found, { decision: 'reject' }, ROOT)).toMatchObject({ status: 'rejected', decidedBy: 'root' });
  });

  it('can begin later, and not in the past', async () => {
    await addPrice('0.8');
    const found = await propose();
    await expect(decide(found, { decision: 'approve', effectiveFrom: world.now - 1 })).rejects.toMatchObject({
      code: 'validation_error',
    });
    await decide(found, { decision: 'approve', effectiveFrom: world.now + 1_000 });
    expect(priceAt(large(), world.now)?.rates.input_tokens).toBe(800_000n);
    expect(priceAt(large(), world.now + 1_000)?.rates.input_tokens).toBe(1_000_000n);
  });

  it('changes nothing when it is rejected, and is decided once', async () => {
    await addPrice('0.8');
    const found = await propose();
    const before = large();
    expect(await decide(found, { decision: 'reject' })).toMatchObject({ status: 'rejected', taken: undefined });
    expect(large()).toStrictEqual(before);
    await expect(decide(found, { decision: 'approve' })).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is refused whole when a price has changed since it was compared', async () => {
    await addPrice('0.8');
    const found = await propose();
    await addPrice('0.9');
    await expect(decide(found, { decision: 'approve' })).rejects.toMatchObject({
      code: 'conflict',
      facts: { model: LARGE },
    });
    expect(large().prices.at(-1)?.rates.input_tokens).toBe(900_000n);
    expect((await new ReadPriceImport(world.governance).execute(found.id)).status).toBe('pending');
  });

  it('never offers a price that is unknown, whoever picks it', async () => {
    await addPrice('0.8');
    const found = await propose(0, 0);
    expect(found.proposals).toMatchObject([{ change: 'unknown', unknown: 'zero' }]);
    await expect(decide(found, { decision: 'approve', models: [LARGE] })).rejects.toMatchObject({
      code: 'validation_error',
      facts: { field: 'models' },
    });
    expect(await decide(found, { decision: 'approve' })).toMatchObject({ taken: [] });
    expect(large().prices.at(-1)?.rates.input_tokens).toBe(800_000n);
  });

  it.each([
    ['decision', { decision: 'perhaps' }],
    ['models', { decision: 'approve', models: [modelId('none')] }],
  ])('takes no bad %s', async (field, verdict) => {
    const found = await propose();
    await expect(decide(found, verdict)).rejects.toMatchObject({ code: 'validation_error', facts: { field } });
  });

  it('must be one, by a name', async () => {
    const bring = new ProposePrices(world.governance, world.registry, world.ids, world.clock);
    await expect(bring.execute(ROOT, { source: '', file: FILE(1) })).rejects.toMatchObject({
      facts: { field: 'source' },
    });
    await expect(bring.execute(ROOT, { source: 'x', file: {} })).rejects.toMatchObject({ facts: { field: 'file' } });
    expect(world.state.priceImports).toHaveLength(1); // the arranged one
  });
});
