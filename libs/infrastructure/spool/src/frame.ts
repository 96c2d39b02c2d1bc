import { DomainError } from '@radiant/kernel';
import { crc32 } from 'node:zlib';

/** A frame is `<length> <checksum> <record>\n`: both 8 hexadecimal digits, the length in bytes. */
const HEADER_BYTES = 18;
const HEADER = /^([0-9a-f]{8}) [0-9a-f]{8} $/;
const NEWLINE = 0x0a;

/** The largest record, in bytes of UTF-8. */
export const MAX_RECORD_BYTES = 1024 * 1024;

/**
 * One record as it stands on disk. The CRC-32 covers length and record. A lone surrogate becomes U+FFFD.
 * @throws DomainError `validation_error` for a record of more than one line: a newline ends a frame, so that reading can
 * go on behind a damaged one; `payload_too_large` beyond `MAX_RECORD_BYTES`.
 */
export function encodeFrame(record: string): Buffer {
  if (record.includes('\n')) throw new DomainError('validation_error', 'a record must be one line');
  const length = Buffer.byteLength(record);
  if (length > MAX_RECORD_BYTES) {
    throw new DomainError('payload_too_large', `a record may have ${MAX_RECORD_BYTES} bytes`);
  }
  const frame = Buffer.allocUnsafe(HEADER_BYTES + length + 1); // once: a call writes several
  frame.write(record, HEADER_BYTES);
  frame.write(headerOf(frame.subarray(HEADER_BYTES, -1)), 'latin1');
  frame[frame.length - 1] = NEWLINE;
  return frame;
}

/** The record of a line without its newline; undefined unless every byte is what was written. */
export function decodeFrame(line: Buffer): string | undefined {
  if (line.length < HEADER_BYTES) return undefined;
  const bytes = line.subarray(HEADER_BYTES);
  // compared with what would be written, so that another spelling of the same numbers is damage too
  return headerOf(bytes) === line.toString('latin1', 0, HEADER_BYTES) ? bytes.toString() : undefined;
}

/**
 * Whether bytes at the end of a file, without a newline, are a frame whose writing was cut off. Such a frame was never
 * acknowledged. A power cut may leave zeros where the data would have come.
 */
export function isTorn(tail: Buffer): boolean {
  const written = tail.subarray(0, lengthWithoutZeros(tail));
  if (written.length < HEADER_BYTES) return true;
  const [, length] = HEADER.exec(written.toString('latin1', 0, HEADER_BYTES)) ?? [];
  if (length === undefined) return false;
  const whole = HEADER_BYTES + Number.parseInt(length, 16);
  return written.length < whole || tail.length === whole;
}

function headerOf(bytes: Buffer): string {
  const length = hexadecimal(bytes.length);
  return `${length} ${hexadecimal(crc32(bytes, crc32(length)))} `;
}

const hexadecimal = (number: number): string => number.toString(16).padStart(8, '0');

function lengthWithoutZeros(bytes: Buffer): number {
  let length = bytes.length;
  while (length > 0 && bytes[length - 1] === 0) length -= 1;
  return length;
}
