import { expect, it } from '@jest/globals';
import type { PhiCategory } from '../category.js';
import { isProvenIdentifier } from './proven-identifier.js';

it.each<[PhiCategory, string, boolean]>([
  ['SSN', '219-09-9999', true],
  ['SSN', '9999', false],
  ['EMAIL', 'jane.doe@example.org', true],
  ['ACCOUNT', '4111 1111 1111 1111', true],
  ['ACCOUNT', '4111 1111 1111 1112', false],
  ['ACCOUNT', '18', false],
  ['ACCOUNT', 'DE89370400440532013000', true],
  ['LICENSE', '1234567893', true],
  ['LICENSE', 'BF1234563', true],
  ['OTHER_ID', '1234567893', true],
  ['OTHER_ID', 'BF1234563', true],
  ['LICENSE', 'D123-4567', false],
  ['VEHICLE', '1M8GDM9AXKP042788', true],
  ['VEHICLE', '1M8GDM9A1KP042788', false],
  ['NAME', '1M8GDM9AXKP042788', false],
  ['PHONE', '1234567893', false],
])('as a %s, %s is beyond doubt: %s', (category, value, proven) => {
  expect(isProvenIdentifier({ category, start: 0, end: value.length, confidence: 1, rule: 'a.b' }, value)).toBe(proven);
});
