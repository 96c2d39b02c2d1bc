import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { restoreText, StreamRestorer, type Escaping } from './restore.js';
import { awkwardText } from '../testing/arbitraries.js';

const ORIGINALS = new Map([
  ['[PHI_NAME_48213]', 'Zoë "Q" O’Brien\n😀'],
  ['[PHI_MEDICAL_RECORD_48214]', '00-991'],
  ['[PHI_SSN_48215]', '[PHI_NAME_48213]'],
]);
const LONGEST_PLACEHOLDER = '[PHI_MEDICAL_RECORD_123456789]';
/** A backslash and three separators in each of the four gaps, one before each bracket. */
const ESCAPES = 4 * 6 + 2;
const UNKNOWN = '[PHI_NAME_1]';

/** What models make of `[PHI_MEDICAL_RECORD_48214]`. */
const MANGLED = [
  '[PHI_MEDICAL_RECORD_48214]',
  '[phi_medical_record_48214]',
  '[PHI MEDICAL RECORD 48214]',
  '[PHI-MEDICAL-RECORD-48214]',
  '[PHI_MEDICAL_RECORD 48214]',
  'PHI_MEDICAL_RECORD_48214',
  'Phi Medical Record 48214',
  'PHI - MEDICAL RECORD - 48214',
  '\\[PHI\\_MEDICAL\\_RECORD\\_48214\\]',
  '[PHI\\_MEDICAL\\_RECORD\\_48214]',
  '[PHI_MEDICALRECORD_48214]',
];
/** What is like one and is none of this conversation: another category, index or word. */
const OTHERS = [
  'PHI_NAME_48214',
  '[PHI_MEDICAL_RECORD_4821]',
  '[PHI_MEDICAL_RECORD_482140]',
  '[PHI_MEDICAL_RECORD_048214]',
  '[PHI_MEDICAL_RECORD_4821400000]',
  'gamphi_medical_record_48214',
  'PHI 48214',
  '48214',
  'Philadelphia medical record 48214',
  'PHI_MEDICAL_RECORD_X48214',
  'C:\\',
  '\\[x',
];

const restoredInPieces = (pieces: readonly string[], escaping: Escaping): string => {
  const restorer = new StreamRestorer(ORIGINALS, escaping);
  return pieces.map((piece) => restorer.push(piece)).join('') + restorer.end();
};
const replies = fc
  .array(
    fc.oneof(awkwardText(12), fc.constantFrom(...ORIGINALS.keys(), UNKNOWN, '[', '[PHI_', '[[', '[PHI_NAME_48213')),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));

describe('restoring a reply', () => {
  it('puts the originals of this conversation back and leaves anything else', () => {
    const text =
      'Hi [PHI_NAME_48213], record [PHI_MEDICAL_RECORD_48214], [PHI_NAME_1], [PHI_NAME_99999] and [[PHI_MEDICAL_RECORD_48214]';
    expect(restoreText(text, ORIGINALS, 'none')).toBe(
      'Hi Zoë "Q" O’Brien\n😀, record 00-991, [PHI_NAME_1], [PHI_NAME_99999] and [00-991',
    );
  });

  it('escapes originals for JSON text', () => {
    const json = '{"patient":"[PHI_NAME_48213]"}';
    expect(JSON.parse(restoreText(json, ORIGINALS, 'json'))).toEqual({ patient: 'Zoë "Q" O’Brien\n😀' });
  });

  it('never restores what an original itself says', () => {
    expect(restoreText('[PHI_SSN_48215]', ORIGINALS, 'none')).toBe('[PHI_NAME_48213]');
  });
});

describe('restoring a stream', () => {
  it.each(['none', 'json'] as const)('gives the same at every pair of cuts (%s)', (escaping) => {
    const text =
      'é😀 [PHI_NAME_48213], [PHI_MEDICAL_RECORD_48214] or [PHI_NAME_48299] [ alone [[PHI_NAME_48213] [PHI_NAME_48';
    const whole = restoreText(text, ORIGINALS, escaping);
    for (let i = 0; i <= text.length; i += 1) {
      for (let j = i; j <= text.length; j += 1) {
        expect(restoredInPieces([text.slice(0, i), text.slice(i, j), text.slice(j)], escaping)).toBe(whole);
      }
    }
  });

  it('gives the same however a reply is cut, also within surrogate pairs', () => {
    fc.assert(
      fc.property(
        replies,
        fc.array(fc.nat(80)),
        fc.constantFrom('none' as const, 'json' as const),
        (text, at, escaping) => {
          const cuts = [...new Set([0, ...at.filter((cut) => cut < text.length), text.length])].sort((a, b) => a - b);
          const pieces = cuts.slice(1).map((end, index) => text.slice(cuts[index], end));
          expect(restoredInPieces(pieces, escaping)).toBe(restoreText(text, ORIGINALS, escaping));
        },
      ),
    );
  });

  it('holds back nothing but a possible beginning of a placeholder, and never much', () => {
    fc.assert(
      fc.property(replies, (text) => {
        const restorer = new StreamRestorer(new Map([['[PHI_NAME_99999]', 'nobody here']]), 'none');
        let sent = '';
        for (const [index, unit] of [...text].entries()) {
          sent += restorer.push(unit);
          const held = [...text]
            .slice(0, index + 1)
            .join('')
            .slice(sent.length);
          expect(held).toMatch(/^(?:[\\[Pp]|$)/);
          expect(held.length).toBeLessThanOrEqual(LONGEST_PLACEHOLDER.length + ESCAPES);
        }
      }),
    );
  });

  it.each(MANGLED)('restores %j as well, however it is cut', (mangled) => {
    const text = `before ${mangled} after`;
    const whole = restoreText(text, ORIGINALS, 'none');
    expect(whole).toBe('before 00-991 after');
    for (let cut = 0; cut <= text.length; cut += 1) {
      expect(restoredInPieces([text.slice(0, cut), text.slice(cut)], 'none')).toBe(whole);
    }
  });

  it('restores a category that has digits of its own', () => {
    const originals = new Map([['[PHI_AGE_OVER_89_48216]', '94-year-old']]);
    for (const text of ['[PHI_AGE_OVER_89_48216]', 'Phi age over 89 48216', 'PHI-AGE-OVER-89-48216']) {
      expect(restoreText(`a ${text} b`, originals, 'none')).toBe('a 94-year-old b');
    }
  });

  it.each(OTHERS)('leaves %j as it is', (text) => {
    expect(restoreText(text, ORIGINALS, 'none')).toBe(text);
    expect(restoredInPieces([...text], 'none')).toBe(text);
  });

  it('restores what Markdown escaped inside JSON, and leaves other backslashes', () => {
    const json = JSON.stringify({ note: '\\[PHI\\_MEDICAL\\_RECORD\\_48214\\] C:\\[PHI_MEDICAL_RECORD_48214]' });
    expect(JSON.parse(restoreText(json, ORIGINALS, 'json'))).toEqual({ note: '00-991 C:\\00-991' });
  });

  it('sends ordinary brackets at once', () => {
    const restorer = new StreamRestorer(ORIGINALS, 'none');
    expect(restorer.push('see [1] and [x')).toBe('see [1] and [x');
    expect(restorer.push('a [PHI_NA')).toBe('a ');
    expect(restorer.push('ME_x')).toBe('[PHI_NAME_x');
    expect(restorer.end()).toBe('');
  });

  it('counts what it restored', () => {
    const restorer = new StreamRestorer(ORIGINALS, 'none');
    for (const piece of ['[PHI_NAME_48', '213] [PHI_NAME_1] [PHI_', 'MEDICAL_RECORD_48214]']) restorer.push(piece);
    expect(restorer.restored).toBe(2);
  });

  it('passes everything through where nothing was hidden', () => {
    const restorer = new StreamRestorer(new Map(), 'none');
    expect(restorer.push('[PHI_NAME_48')).toBe('[PHI_NAME_48');
    expect(restorer.end()).toBe('');
  });
});
