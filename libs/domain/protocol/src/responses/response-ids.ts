/**
 * Ids of responses and of what is in them. They say where a response is kept, so that nothing else has to know: an id of
 * another tenant's leads nowhere, as one that never was.
 */

/** Where a response is kept. */
export interface ResponsePlace {
  /** UUID of the session whose placeholders stand in it. */
  readonly session: string;
  /** UUID of the request that it answered. */
  readonly request: string;
}

/** What an id of a part of a response names. */
export interface ItemPlace extends ResponsePlace {
  readonly kind: 'message' | 'reasoning' | 'call';
  /** Among those of its kind, from 0 on. */
  readonly position: number;
}

const PREFIXES = { message: 'msg', reasoning: 'rs', call: 'fc' } as const;
const RESPONSE = /^resp_([0-9a-f]{32})([0-9a-f]{32})$/;
const ITEM = /^(msg|rs|fc)_([0-9a-f]{32})([0-9a-f]{32})_(\d{1,3})$/;

/** @param session undefined for a response that is not kept. */
export const responseId = (request: string, session: string | undefined): string =>
  `resp_${hex(session)}${hex(request)}`;

/** Undefined for anything but the id of a response that is kept. */
export function responsePlace(id: string): ResponsePlace | undefined {
  const [, session, request] = RESPONSE.exec(id) ?? [];
  return session && request ? { session: uuid(session), request: uuid(request) } : undefined;
}

/** @param response an id of `responseId`. */
export const itemId = (response: string, kind: ItemPlace['kind'], position: number): string =>
  `${PREFIXES[kind]}_${response.slice('resp_'.length)}_${position}`;

/** Undefined for anything but an id of a part of a response that is kept. */
export function itemPlace(id: string): ItemPlace | undefined {
  const [, prefix, session, request, position] = ITEM.exec(id) ?? [];
  if (!session || !request) return undefined;
  const kind = prefix === 'msg' ? 'message' : prefix === 'rs' ? 'reasoning' : 'call';
  return { session: uuid(session), request: uuid(request), kind, position: Number(position) };
}

const hex = (id = ''): string => id.replaceAll('-', '').toLowerCase();

const uuid = (digits: string): string => digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
