import { describe, expect, it } from '@jest/globals';
import { marked, unmarked } from '../../testing/marked.js';

describe('names that dictionaries and endings know', () => {
  it.each([
    'they met «Zeynep Umkhayev» there',
    'the chart of «Ragnheidur Sigurlaugsson» is here',
    'they had six: «Jan», «Kristi», «Amber» and «Faith».',
    '«Klimek» shouted at the nurse',
    '«Bowers» said so',
    'hx of CHF, «Smith J.», seen again',
    'a child, «Finnegan B.», at home',
    'per «Dr. Q. Zhao», VA doctor',
    'seen with «Tünde Hoffmann» today',
  ])('finds %s', async (example) => {
    expect(await marked(unmarked(example), 'NAME')).toBe(example);
  });

  it('finds a name without capitals whose surname is a rare word', async () => {
    expect(await marked('alexandra fowler came in', 'NAME')).toBe('«alexandra fowler» came in');
  });

  it.each([
    'Salmeterol Montelukast Cephalexin',
    'April and May are warm; Faith and hope remain',
    'Atorvastatin Lisinopril daily',
    'Medicare said no',
    'The Kaplan Meier curve',
    'Levofloxacin Amlodipine',
  ])('leaves %s alone', async (text) => {
    expect(await marked(text, 'NAME')).toBe(text);
  });
});
