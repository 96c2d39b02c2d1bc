import { describe, expect, it } from '@jest/globals';
import { modelId } from '@radiant/kernel';
import { markupInForce, type TenantMarkup } from './markup.js';

const SMALL = modelId('small');
const of = (version: number, model: string | undefined, basisPoints: number | undefined, from = 0): TenantMarkup => ({
  version,
  modelId: model === undefined ? undefined : modelId(model),
  basisPoints,
  effectiveFrom: from,
  createdAt: 0,
  createdBy: 'root',
});

describe('the markup in force', () => {
  it.each<[string, readonly TenantMarkup[], number | undefined]>([
    ["is the price's own where there is none", [], undefined],
    ["is the price's own where there is one of another model alone", [of(1, 'large', 5)], undefined],
    ['is that of all models', [of(1, undefined, 5)], 1],
    ['is that of the model before that of all, whichever came later', [of(1, 'small', 5), of(2, undefined, 7)], 1],
    ['is the one that began last', [of(1, 'small', 5, 8), of(2, 'small', 7, 4)], 1],
    ['is the newest of those that began at one moment', [of(1, 'small', 5, 4), of(2, 'small', 7, 4)], 2],
    ['does not begin before its moment', [of(1, 'small', 5), of(2, 'small', 7, 11)], 1],
    ['begins with its moment', [of(1, 'small', 5), of(2, 'small', 7, 10)], 2],
    [
      'is that of all again when that of the model has ended',
      [of(1, undefined, 3), of(2, 'small', 5), of(3, 'small', undefined, 9)],
      1,
    ],
    ["is the price's own again when all have ended", [of(1, undefined, 3), of(2, undefined, undefined, 9)], undefined],
    ['may be nothing at all', [of(1, 'small', 0)], 1],
  ])('%s', (_, markups, version) => {
    expect(markupInForce(markups, SMALL, 10)?.version).toBe(version);
  });
});
