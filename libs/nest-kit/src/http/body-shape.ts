import { DomainError } from '@radiant/kernel';

/** A tool's schema of 25 objects in each other fits; what reads bodies recurses, and fails on some thousands. */
const MOST_DEPTH = 100;
/**
 * Lists, objects, keys and texts; a message or a part has five. `JSON.parse` makes them all in one go: 330,000 objects with
 * a key of their own, which fit into 4 MiB, hold every other call up for half a second.
 */
const MOST_PARTS = 150_000;

const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const [LIST, LIST_END, OBJECT, OBJECT_END] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * Looks at the bytes of JSON before anything is made of them; whether they are JSON at all, the parser says.
 * @returns `validation_error` when they are nested too deeply, `payload_too_large` when they hold too many parts.
 */
export function refuseShape(body: Buffer): DomainError | undefined {
  let [depth, parts] = [0, 0];
  for (let place = 0; place < body.length; place += 1) {
    const byte = body[place];
    if (byte === QUOTE) {
      parts += 1;
      place = endOfString(body, place);
    } else if (byte === LIST_END || byte === OBJECT_END) depth -= 1;
    else if (byte === LIST || byte === OBJECT) {
      [depth, parts] = [depth + 1, parts + 1];
      if (depth > MOST_DEPTH)
        return new DomainError('validation_error', `the body must not be nested deeper than ${MOST_DEPTH} levels`);
    }
  }
  if (parts <= MOST_PARTS) return undefined;
  const most = MOST_PARTS.toLocaleString('en-US');
  return new DomainError(
    'payload_too_large',
    `the body must not hold more than ${most} lists, objects, keys and texts`,
  );
}

/** @param start where its quote is. @returns where the other one is; the end of the body when there is none. */
function endOfString(body: Buffer, start: number): number {
  let place = start + 1;
  while (place < body.length && body[place] !== QUOTE) place += body[place] === BACKSLASH ? 2 : 1;
  return place;
}
