import { expect, it } from '@jest/globals';
import { toldOfPhiConfig } from './told-of-phi-config.js';

it('tells the trail what a policy is, and of its words, patterns and phrases only how many', () => {
  expect(
    toldOfPhiConfig({
      mode: 'auto',
      sensitivity: 'strict',
      custom_recognisers: [
        { name: 'wards', category: 'ADDRESS', words: ['Kestrel Ward', 'Jane Doe House'] },
        { name: 'chart', category: 'MEDICAL_RECORD', pattern: 'QX-\\d{4}' },
      ],
      allow_list: ['Emily Carter'],
    }),
  ).toEqual({
    mode: 'auto',
    sensitivity: 'strict',
    custom_recognisers: 'wards (ADDRESS, 2 words), chart (MEDICAL_RECORD, a pattern)',
    allow_list: '1 phrases',
  });
});

it('adds nothing to a policy that has none of them', () => {
  expect(toldOfPhiConfig({ mode: 'manual', categories: { SSN: true } })).toEqual({
    mode: 'manual',
    categories: { SSN: true },
  });
});
