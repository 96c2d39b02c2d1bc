import { describe, expect, it } from '@jest/globals';
import { score, type GoldDocument } from './score.js';

const TEXT = 'Jane Doe, MRN 12345, Texas';
const gold: GoldDocument = {
  id: 'one',
  text: TEXT,
  spans: [
    { start: 0, end: 8, label: 'NAME' },
    { start: 14, end: 19, label: 'MEDICAL_RECORD' },
  ],
  ignore: [{ start: 21, end: 26 }],
};

describe('the score', () => {
  it('counts a value as covered only when all of it is, and leaked characters one by one', () => {
    const { all } = score([gold], [[{ start: 0, end: 4, label: 'NAME' }]]);
    expect(all).toMatchObject({ values: 2, coveredValues: 0, typedValues: 1, characters: 12, leaked: 8 });
  });

  it('takes a prediction as rightly typed when its label means the same as the value it meets', () => {
    const { predictions } = score(
      [gold],
      [
        [
          { start: 0, end: 8, label: 'ADDRESS' },
          { start: 14, end: 19, label: 'ACCOUNT' },
        ],
      ],
    );
    expect(predictions).toEqual({ counted: 2, rightlyTyped: 1 });
  });

  it('leaves out predictions that lie on ignored ground only', () => {
    const { predictions, overRedacted } = score([gold], [[{ start: 21, end: 26, label: 'ADDRESS' }]]);
    expect({ predictions, overRedacted }).toEqual({ predictions: { counted: 0, rightlyTyped: 0 }, overRedacted: 0 });
  });

  it('counts a clean document as touched when anything in it is predicted', () => {
    const clean: GoldDocument = { id: 'two', text: 'Take two tablets', spans: [], ignore: [] };
    const { clean: documents, cleanTouched, overRedacted } = score([clean], [[{ start: 5, end: 8, label: 'NAME' }]]);
    expect({ documents, cleanTouched, overRedacted }).toEqual({ documents: 1, cleanTouched: 1, overRedacted: 3 });
  });
});
