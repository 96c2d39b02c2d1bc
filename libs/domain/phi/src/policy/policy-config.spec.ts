import { describe, expect, it } from '@jest/globals';
import { DEFAULT_PHI_POLICY } from './policy.js';
import { readPhiConfig, readPhiFloor } from './policy-config.js';

const OLDER = {
  mode: 'auto',
  categories: { DIAGNOSIS: true },
  reidentification: { allowed: true, requires_approval: false, mapping_ttl_hours: 12 },
};
const WHOLE = {
  ...OLDER,
  sensitivity: 'strict',
  unscannable: 'strip',
  second_opinion_down: 'rules_only',
  transformation: 'placeholder',
  date_shift: true,
  custom_recognisers: [
    { name: 'wards', category: 'ADDRESS', words: [' ward 7 ', 'East Wing', 'ward 7'] },
    { name: 'chart', category: 'MEDICAL_RECORD', pattern: 'PT-\\d{6}' },
  ],
  allow_list: ['Will Call', 'Mayo Clinic', 'Will Call'],
};
const words = (count: number): string[] => Array.from({ length: count }, (_, index) => `word ${index}`);
const recogniser = (over: object): object => ({
  custom_recognisers: [{ name: 'own', category: 'OTHER_ID', words: ['xy'], ...over }],
});
const refusal = (field: string): unknown =>
  expect.objectContaining({ code: 'validation_error', facts: { field }, message: expect.stringContaining(field) });

describe('a phi_config', () => {
  it('of before the newer fields is read with their defaults', () => {
    expect(readPhiConfig(OLDER)).toEqual({
      ...DEFAULT_PHI_POLICY,
      categories: { ...DEFAULT_PHI_POLICY.categories, DIAGNOSIS: true },
      reidentification: { allowed: true, requiresApproval: false, mappingTtlHours: 12, toolArguments: true },
    });
  });

  it('may keep originals out of the arguments of tool calls', () => {
    const config = { ...OLDER, reidentification: { ...OLDER.reidentification, tool_arguments: false } };
    expect(readPhiConfig(config).reidentification.toolArguments).toBe(false);
    expect(readPhiFloor({ reidentification: { tool_arguments: false } }, 'FLOOR')).toEqual({
      reidentification: { toolArguments: false },
    });
  });

  it('is read with every field, lists in order and without repetitions', () => {
    expect(readPhiConfig(WHOLE)).toEqual({
      ...readPhiConfig(OLDER),
      sensitivity: 'strict',
      unscannable: 'strip',
      secondOpinionDown: 'rules_only',
      dateShift: true,
      customRecognisers: [
        { name: 'chart', category: 'MEDICAL_RECORD', pattern: 'PT-\\d{6}' },
        { name: 'wards', category: 'ADDRESS', words: ['East Wing', 'ward 7'] },
      ],
      allowList: ['Mayo Clinic', 'Will Call'],
    });
  });

  it.each<[string, object]>([
    ['mode', { mode: 'sometimes' }],
    ['mode', { mode: undefined }],
    ['categories', { categories: undefined }],
    ['categories', { categories: { SHOE_SIZE: true } }],
    ['categories.SSN', { categories: { SSN: 1 } }],
    ['reidentification', { reidentification: undefined }],
    ['reidentification', { reidentification: { ...OLDER.reidentification, forever: true } }],
    ['reidentification.allowed', { reidentification: { requires_approval: true, mapping_ttl_hours: 1 } }],
    ['reidentification.requires_approval', { reidentification: { allowed: true, mapping_ttl_hours: 1 } }],
    ['reidentification.mapping_ttl_hours', { reidentification: { allowed: true, requires_approval: true } }],
    ['reidentification.mapping_ttl_hours', { reidentification: { ...OLDER.reidentification, mapping_ttl_hours: 0 } }],
    ['reidentification.mapping_ttl_hours', { reidentification: { ...OLDER.reidentification, mapping_ttl_hours: 721 } }],
    [
      'reidentification.mapping_ttl_hours',
      { reidentification: { ...OLDER.reidentification, mapping_ttl_hours: '12' } },
    ],
    ['reidentification.tool_arguments', { reidentification: { ...OLDER.reidentification, tool_arguments: 'no' } }],
    ['sensitivity', { sensitivity: 'paranoid' }],
    ['unscannable', { unscannable: 'ask' }],
    ['second_opinion_down', { second_opinion_down: 'silent' }],
    ['transformation', { transformation: 'hash' }],
    ['date_shift', { date_shift: 'on' }],
    ['date_shift', { date_shift: true, transformation: 'safe_harbor' }],
    ['allow_list', { allow_list: 'Mayo Clinic' }],
    ['allow_list', { allow_list: words(1_001) }],
    ['allow_list[1]', { allow_list: ['Mayo Clinic', 'x'] }],
    ['allow_list[0]', { allow_list: ['a\u0000b'] }],
    ['custom_recognisers', { custom_recognisers: {} }],
    [
      'custom_recognisers',
      { custom_recognisers: words(51).map((_, i) => ({ name: `n${i}`, category: 'NAME', words: ['xy'] })) },
    ],
    [
      'custom_recognisers',
      { custom_recognisers: words(11).map((_, i) => ({ name: `n${i}`, category: 'NAME', words: words(1_000) })) },
    ],
    [
      'custom_recognisers',
      { custom_recognisers: ['ab', 'cd'].map((word) => ({ name: 'same', category: 'NAME', words: [word] })) },
    ],
    ['custom_recognisers[0]', recogniser({ words: undefined })],
    ['custom_recognisers[0]', recogniser({ pattern: 'PT-\\d{6}' })],
    ['custom_recognisers[0]', recogniser({ flags: 'g' })],
    ['custom_recognisers[0].name', recogniser({ name: 'Jane Doe' })],
    ['custom_recognisers[0].category', recogniser({ category: 'SHOE_SIZE' })],
    ['custom_recognisers[0].words', recogniser({ words: [] })],
    ['custom_recognisers[0].words', recogniser({ words: words(1_001) })],
    ['custom_recognisers[0].words[0]', recogniser({ words: ['x'.repeat(101)] })],
    ['custom_recognisers[0].pattern', recogniser({ words: undefined, pattern: '(?=look)ahead' })],
    ['custom_recognisers[0].pattern', recogniser({ words: undefined, pattern: '(same)\\1' })],
    ['custom_recognisers[0].pattern', recogniser({ words: undefined, pattern: '(unclosed' })],
    ['custom_recognisers[0].pattern', recogniser({ words: undefined, pattern: '[a-z]*' })],
    ['custom_recognisers[0].pattern', recogniser({ words: undefined, pattern: '(?:[a-z]{1,30}){1,30}' })],
    ['custom_recognisers[0].pattern', recogniser({ words: undefined, pattern: 'x'.repeat(201) })],
  ])('with a wrong %s is refused by name: %j', (field, over) => {
    expect(() => readPhiConfig({ ...WHOLE, ...over })).toThrow(refusal(`phi_config.${field}`));
  });

  it.each([['auto'], [null], [['auto']], [{ ...WHOLE, colour: 'red' }]])('%j is none', (config) => {
    expect(() => readPhiConfig(config)).toThrow(refusal('phi_config'));
  });
});

describe('the floor of the platform', () => {
  it('may demand any of the fields, and parts of those that have parts', () => {
    expect(
      readPhiFloor({ mode: 'auto', categories: { NAME: true }, reidentification: { allowed: false } }, 'FLOOR'),
    ).toEqual({ mode: 'auto', categories: { NAME: true }, reidentification: { allowed: false } });
  });

  it('is refused by name as well', () => {
    expect(() => readPhiFloor({ reidentification: { allowed: 'no' } }, 'FLOOR')).toThrow(
      refusal('FLOOR.reidentification.allowed'),
    );
    expect(() => readPhiFloor({ node: 'auto' }, 'FLOOR')).toThrow(refusal('FLOOR'));
  });
});
