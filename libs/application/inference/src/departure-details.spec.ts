import { describe, expect, it } from '@jest/globals';
import { mappingId } from '@radiant/kernel';
import { departureDetails, type DepartureFacts } from './departure-details.js';

const FACTS: DepartureFacts = {
  shielded: {},
  restores: false,
  unscannable: undefined,
  secondOpinion: undefined,
  receipt: { id: 'receipt-1', outboundSha256: 'a'.repeat(64) },
};
const PLAIN = { restored: false, mapping: null, receipt: 'receipt-1', outboundSha256: 'a'.repeat(64) };

describe('what the trail says of a call that leaves', () => {
  it('is no more than there is to say', () => {
    expect(departureDetails(FACTS)).toEqual(PLAIN);
    const id = mappingId('00000000-0000-4000-8000-000000000001');
    expect(departureDetails({ ...FACTS, shielded: { mappingId: id }, restores: true })).toEqual({
      ...PLAIN,
      restored: true,
      mapping: id,
    });
  });

  it('names parts that nothing could look into by kind and number, and what was done with them', () => {
    const counts = new Map([
      ['image' as const, 2],
      ['embedded' as const, 1],
    ]);
    expect(departureDetails({ ...FACTS, unscannable: { rule: 'strip', counts } })).toEqual({
      ...PLAIN,
      unscannable: 'strip',
      'unscannable.image': 2,
      'unscannable.embedded': 1,
    });
  });

  it('says that the rules did alone', () => {
    expect(departureDetails({ ...FACTS, secondOpinion: 'down' })).toEqual({ ...PLAIN, secondOpinion: 'down' });
  });
});
