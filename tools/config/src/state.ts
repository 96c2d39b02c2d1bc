import { createHash } from 'node:crypto';
import type { AdminApi, Bodies } from './api.js';
import { canonical, listOf, textOf, type Fields } from './json.js';
import { KINDS, rowPath, type Kind, type Part } from './kinds.js';

/** One row, as its file says it. */
export interface Row {
  readonly kind: Kind;
  /** Undefined: a new one that the API will name. */
  readonly id: string | undefined;
  /** Under the names of bodies; parts are lists of such. */
  readonly fields: Fields;
  /** The ETag it was read with. */
  readonly revision: number | undefined;
}

/** Everything that is kept as files, as it stands now. */
export async function readState(api: AdminApi, bodies: Bodies): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const kind of KINDS) {
    const found = await api.all(kind.list.path, kind.list.field, kind.list.paging);
    for (const answer of found.filter((each) => !kind.skips(each))) rows.push(await rowOf(api, bodies, kind, answer));
  }
  return rows.sort((a, b) => (addressOf(a) < addressOf(b) ? -1 : 1));
}

async function rowOf(api: AdminApi, bodies: Bodies, kind: Kind, answer: Fields): Promise<Row> {
  const id = textOf(answer[kind.id], kind.id);
  const { revision } = answer;
  const parts: Record<string, Fields[]> = {};
  for (const part of kind.parts) {
    const all =
      part.list === undefined
        ? listOf(answer[part.field], part.field)
        : await api.all(rowPath(kind, id) + part.path, part.list, 'page');
    parts[part.field] = all
      .filter((each) => !part.skips(each))
      .map((each) => ({ [part.id]: each[part.id], ...bodies.read(part.body, each) }))
      .sort((a, b) => (canonical(a[part.id]) < canonical(b[part.id]) ? -1 : 1));
  }
  const created = kind.create ? bodies.read(kind.create.body, answer) : {};
  return {
    kind,
    id,
    fields: { [kind.id]: id, ...created, ...bodies.read(kind.change.body, answer), ...parts },
    revision: typeof revision === 'number' ? revision : undefined,
  };
}

/** The fields that a file of the kind may have. */
export function knownFields(bodies: Bodies, kind: Kind): ReadonlySet<string> {
  const parts = kind.parts.map(({ field }: Part) => field);
  return new Set([
    kind.id,
    ...(kind.create ? bodies.names(kind.create.body) : []),
    ...bodies.names(kind.change.body),
    ...parts,
  ]);
}

/** Names a state: another one has another. */
export const digestOf = (state: readonly Row[]): string =>
  createHash('sha256')
    .update(state.map((row) => `${addressOf(row)} ${String(row.revision)} ${canonical(row.fields)}`).join('\n'))
    .digest('hex')
    .slice(0, 16);

/** `providers/demo`. */
export const addressOf = ({ kind, id }: Pick<Row, 'kind' | 'id'>): string => `${kind.name}/${id ?? '(new)'}`;
