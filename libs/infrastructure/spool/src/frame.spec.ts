import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeFrame, encodeFrame, isTorn, MAX_RECORD_BYTES } from './frame.js';

const line = fc.string({ unit: 'grapheme', maxLength: 60 }).filter((text) => !text.includes('\n'));

describe('a frame', () => {
  it('stands as length, CRC-32 and record in one line', () => {
    // CRC-32 of "0000000512345": computed with Python's zlib
    expect(encodeFrame('12345').toString()).toBe('00000005 0642396f 12345\n');
  });

  it('gives any line back', () => {
    fc.assert(
      fc.property(line, (record) => {
        const frame = encodeFrame(record);
        expect(frame.indexOf('\n')).toBe(frame.length - 1);
        expect(decodeFrame(frame.subarray(0, -1))).toBe(record);
      }),
    );
  });

  it('is torn when it is cut anywhere, and gives no record then', () => {
    fc.assert(
      fc.property(line, fc.nat(), fc.integer({ min: 0, max: 8 }), (record, at, zeros) => {
        const frame = encodeFrame(record);
        const cut = frame.subarray(0, at % frame.length);
        expect(isTorn(cut)).toBe(true);
        if (cut.length < frame.length - 1) {
          expect(decodeFrame(cut)).toBeUndefined();
          expect(isTorn(Buffer.concat([cut, Buffer.alloc(zeros)]))).toBe(true);
        }
      }),
    );
  });

  it('gives no record when any bit of it is another', () => {
    fc.assert(
      fc.property(line, fc.nat(), (record, bit) => {
        const bytes = Buffer.from(encodeFrame(record).subarray(0, -1));
        const index = (bit >> 3) % bytes.length;
        bytes.writeUInt8(bytes.readUInt8(index) ^ (1 << (bit & 7)), index);
        expect(decodeFrame(bytes)).toBeUndefined();
      }),
    );
  });

  it('that is whole but for its newline having changed is not torn', () => {
    const frame = encodeFrame('record');
    frame[frame.length - 1] = 0x0b;
    expect(isTorn(frame)).toBe(false);
    frame[frame.length - 1] = 0;
    expect(isTorn(frame)).toBe(false);
  });

  it('refuses a record of two lines and one that is too long', () => {
    expect(() => encodeFrame('one\ntwo')).toThrow(expect.objectContaining({ code: 'validation_error' }));
    expect(encodeFrame('x'.repeat(MAX_RECORD_BYTES)).length).toBe(MAX_RECORD_BYTES + 19);
    expect(() => encodeFrame('é'.repeat(MAX_RECORD_BYTES / 2 + 1))).toThrow(
      expect.objectContaining({ code: 'payload_too_large' }),
    );
  });
});
