import { describe, expect, it } from '@jest/globals';
import { marked, unmarked } from '../../testing/marked.js';

describe('diagnoses', () => {
  it.each([
    'code «E11.9» was billed',
    'ICD-10: «E11»',
    'ICD-10 code «C50.911»',
    'Dx: «type 2 diabetes mellitus», stable',
    'Diagnosis: «breast cancer».',
    'diagnosed with «multiple sclerosis» in 2019',
    'history of «atrial fibrillation».',
    'suffers from «severe depression».',
  ])('finds %s', async (example) => {
    expect(await marked(unmarked(example), 'DIAGNOSIS')).toBe(example);
  });

  it.each(['vitamin B12 was low', 'lead V4 to V6', 'T12 vertebra', 'diagnosis pending', 'L4-L5 level', 'pH 7.35'])(
    'leaves %s',
    async (text) => {
      expect(await marked(text, 'DIAGNOSIS')).toBe(text);
    },
  );
});

describe('treatments', () => {
  it.each([
    'Rx: «lisinopril 10 mg» daily',
    'Rx: «albuterol inhaler» every four hours as needed',
    'underwent «appendectomy» without complication',
    'takes «aspirin» prn',
    'takes a «beta blocker» bid',
    'takes «iron» once a day',
    'Medication: «metformin»',
    'gave «metformin 500 mg» twice',
    'underwent «coronary bypass surgery».',
    'an «appendectomy» was planned',
    'prescribed «amoxicillin», then stopped',
    'Procedure: «hip replacement»\nDate: x',
    'treated with «cisplatin»',
  ])('finds %s', async (example) => {
    expect(await marked(unmarked(example), 'TREATMENT')).toBe(example);
  });

  it.each(['the treatment failed', 'about 500 mg', 'no medication'])('leaves %s', async (text) => {
    expect(await marked(text, 'TREATMENT')).toBe(text);
  });
});

it('finds diagnoses and treatments only where they are asked for', async () => {
  const text = 'Dx: diabetes. Rx: metformin 500 mg.';
  expect(await marked(text, 'NAME', 'SSN')).toBe(text);
});
