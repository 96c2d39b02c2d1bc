import type { IncomingMessage, ServerResponse } from 'node:http';
import type { KeptReply } from '@radiant/inference';

/** Bytes. A longer reply is sent as any, and not kept. */
const MOST_KEPT = 16 * 1024 * 1024;
/** Of the call itself; the others belong to the one request that they answer. */
const KEPT_HEADERS = /^(content-type|cache-control|x-accel-buffering|retry-after|x-radiant-.*)$/;

/**
 * Hands over what is sent, whatever sends it: in one piece or streamed, from a handler or past it. What is written goes
 * out at once; the end waits until it is kept, so who has the whole reply can have it repeated.
 * @param keep is called once, and never fails. Its argument is undefined when the reply did not become whole.
 */
export function recordReply(raw: ServerResponse<IncomingMessage>, keep: (reply?: KeptReply) => Promise<void>): void {
  const writeHead = raw.writeHead.bind(raw);
  const write = raw.write.bind(raw);
  const end = raw.end.bind(raw);
  const pieces: Buffer[] = [];
  let size = 0;
  let headers: Record<string, string> = {};
  let handed = false;
  const note = (piece: unknown): void => {
    if (typeof piece !== 'string' && !(piece instanceof Uint8Array)) return;
    const bytes = Buffer.from(piece);
    size += bytes.length;
    if (size <= MOST_KEPT) pieces.push(bytes);
    else pieces.length = 0;
  };
  const hand = (reply?: KeptReply): Promise<void> => {
    if (handed) return Promise.resolve();
    handed = true;
    return keep(reply);
  };
  raw.writeHead = (...given: readonly unknown[]) => {
    const last = given.at(-1);
    headers = keptHeaders({ ...raw.getHeaders(), ...(typeof last === 'object' && last) });
    Reflect.apply(writeHead, raw, given);
    return raw;
  };
  raw.write = (...given: readonly unknown[]) => {
    note(given[0]);
    return Boolean(Reflect.apply(write, raw, given));
  };
  raw.end = (...given: readonly unknown[]) => {
    if (!raw.destroyed) note(given[0]);
    const whole = !raw.destroyed && size <= MOST_KEPT;
    const reply = { status: raw.statusCode, headers, body: Buffer.concat(pieces).toString('utf8') };
    void hand(whole ? reply : undefined).then(() => void Reflect.apply(end, raw, given));
    return raw;
  };
  raw.once('close', () => void hand());
}

function keptHeaders(sent: Readonly<Record<string, unknown>>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(sent)) {
    const known = typeof value === 'string' || typeof value === 'number';
    if (known && KEPT_HEADERS.test(name.toLowerCase())) kept[name.toLowerCase()] = String(value);
  }
  return kept;
}
