/** Written at once; small enough for a deadline to mean something on a slow line. */
const PIECE_BYTES = 64 * 1024;

/** Lines with their lengths before them (octet counting, RFC 6587 section 3.4.1), in pieces of 64 KiB or one line. */
export function* octetCounted(lines: readonly string[]): Generator<Buffer, void, undefined> {
  let frames: Buffer[] = [];
  let bytes = 0;
  for (const line of lines) {
    const frame = Buffer.from(`${Buffer.byteLength(line)} ${line}`);
    if (bytes > 0 && bytes + frame.length > PIECE_BYTES) {
      yield Buffer.concat(frames);
      frames = [];
      bytes = 0;
    }
    frames.push(frame);
    bytes += frame.length;
  }
  if (bytes > 0) yield Buffer.concat(frames);
}

/** What receivers of datagrams take, as a rule (RFC 5426, section 3.2, asks for 2 KB at least). */
const DATAGRAM_BYTES = 8 * 1024;
const CUT = Buffer.from(' [cut]');

/** A line as one datagram; a longer one than 8 KiB is cut and says so at its end. */
export function datagram(line: string): Buffer {
  const bytes = Buffer.from(line);
  if (bytes.length <= DATAGRAM_BYTES) return bytes;
  let end = DATAGRAM_BYTES - CUT.length;
  while (isContinuation(bytes[end])) end -= 1;
  return Buffer.concat([bytes.subarray(0, end), CUT]);
}

/** Whether a byte continues a character of UTF-8. */
const isContinuation = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80;
