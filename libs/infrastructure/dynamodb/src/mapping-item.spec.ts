import { describe, expect, it } from '@jest/globals';
import { mapping } from '../test/store.js';
import { contentText, readContent } from './mapping-item.js';

const NOW = Date.UTC(2026, 0, 15, 12);
const KEPT = mapping(NOW);
const ENTRY = KEPT.entries[0];

const CONTENT = {
  app: KEPT.app,
  entries: KEPT.entries,
  ranges: KEPT.ranges,
  expiresAt: KEPT.expiresAt,
  retainUntil: KEPT.retainUntil,
};

describe('readContent', () => {
  it('reads what contentText wrote', () => {
    expect(readContent(contentText(KEPT))).toEqual(CONTENT);
  });

  it('reads one that was written before apps were kept', () => {
    const content = JSON.stringify({ ...CONTENT, app: undefined });
    expect(readContent(content)).toEqual({ ...CONTENT, app: undefined });
  });

  it.each([
    ['content that is no object', 'text'],
    ['content that is null', null],
    ['no entries', { ...CONTENT, entries: undefined }],
    ['an entry that is null', { ...CONTENT, entries: [null] }],
    ['a placeholder that is no text', { ...CONTENT, entries: [{ ...ENTRY, placeholder: 1 }] }],
    ['an entry without its original', { ...CONTENT, entries: [{ ...ENTRY, original: undefined }] }],
    ['a category that is no text', { ...CONTENT, entries: [{ ...ENTRY, category: 1 }] }],
    ['an unknown category', { ...CONTENT, entries: [{ ...ENTRY, category: 'HOBBY' }] }],
    ['ranges that are no list', { ...CONTENT, ranges: {} }],
    ['a range without its start', { ...CONTENT, ranges: [{ next: 2 }] }],
    ['a range without its end', { ...CONTENT, ranges: [{ from: 1 }] }],
    ['no expiry', { ...CONTENT, expiresAt: undefined }],
    ['no end', { ...CONTENT, retainUntil: '2026' }],
  ])('refuses %s', (_what, content) => {
    expect(() => readContent(JSON.stringify(content))).toThrow(
      expect.objectContaining({ code: 'internal_error', message: 'a stored mapping is not valid' }),
    );
  });
});
