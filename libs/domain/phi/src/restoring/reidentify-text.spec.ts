import { describe, expect, it } from '@jest/globals';
import { reidentifyText } from './reidentify-text.js';

const JANE = { placeholder: '[PHI_NAME_48213]', category: 'NAME', original: 'Jane $& Doe' } as const;
const BORN = { placeholder: '[PHI_DOB_48214]', category: 'DOB', original: '12 May 1961' } as const;
const ABSENT = { placeholder: '[PHI_SSN_48215]', category: 'SSN', original: '219-09-9999' } as const;

describe('reidentifyText', () => {
  it('puts back what the mapping holds, and says of whom and how often', () => {
    const text = '[PHI_NAME_48213], born [PHI_DOB_48214]; [PHI_NAME_48213] again';
    expect(reidentifyText(text, [JANE, BORN, ABSENT])).toEqual({
      text: 'Jane $& Doe, born 12 May 1961; Jane $& Doe again',
      restored: 3,
      counts: new Map([
        ['NAME', 2],
        ['DOB', 1],
      ]),
      subjects: [JANE], // many were born that day
    });
  });

  it('leaves every placeholder that the mapping does not hold, and restores nothing inside an original', () => {
    const nested = { ...JANE, original: '[PHI_DOB_48214]' };
    expect(reidentifyText('[PHI_NAME_48213] [PHI_NAME_99999] [PHI_SSN_48214]', [nested, BORN])).toMatchObject({
      text: '[PHI_DOB_48214] [PHI_NAME_99999] [PHI_SSN_48214]',
      restored: 1,
    });
  });

  it('counts what a model mangled, since it puts that back too', () => {
    expect(reidentifyText('phi name 48213 and \\[PHI\\_DOB\\_48214\\]', [JANE, BORN])).toMatchObject({
      text: 'Jane $& Doe and 12 May 1961',
      restored: 2,
      counts: new Map([
        ['NAME', 1],
        ['DOB', 1],
      ]),
      subjects: [JANE],
    });
  });

  it('finds nothing in a text without placeholders', () => {
    expect(reidentifyText('nothing', [JANE])).toEqual({
      text: 'nothing',
      restored: 0,
      counts: new Map(),
      subjects: [],
    });
  });
});
