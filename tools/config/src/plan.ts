import type { AdminApi, Bodies } from './api.js';
import { canonical, ConfigError, differences, fieldsOf, listOf, textOf, type Fields } from './json.js';
import { KINDS, rowPath, type Kind, type Part } from './kinds.js';
import { addressOf, type Row } from './state.js';

/** One change, as it is shown and as it is made. */
export interface Step {
  /** E.g. `~ models/demo-chat-small`. */
  readonly title: string;
  readonly lines: readonly string[];
  readonly make: (api: AdminApi) => Promise<void>;
}

/** What makes the state as the files say. Fields that a file leaves out stay as they are. */
export function planOf(state: readonly Row[], files: readonly Row[], bodies: Bodies, prune: boolean): readonly Step[] {
  const steps: Step[] = [];
  for (const kind of KINDS) {
    const there = new Map(state.filter((row) => row.kind === kind).map((row) => [row.id, row]));
    for (const wanted of files.filter((row) => row.kind === kind)) {
      const before = wanted.id === undefined ? undefined : there.get(wanted.id);
      steps.push(...(before ? changes(before, wanted, bodies) : creation(wanted, bodies)));
      there.delete(wanted.id);
    }
    if (prune && kind.prunes) steps.push(...[...there.values()].map(removal));
  }
  return steps;
}

function changes(before: Row, wanted: Row, bodies: Bodies): readonly Step[] {
  const { kind, revision } = before;
  const id = before.id ?? '';
  const changeable = bodies.names(kind.change.body);
  const partNames = new Set(kind.parts.map(({ field }) => field));
  const differing = Object.keys(wanted.fields).filter(
    (name) => !partNames.has(name) && canonical(before.fields[name]) !== canonical(wanted.fields[name]),
  );
  for (const name of differing) {
    if (!changeable.includes(name)) throw new ConfigError(`${addressOf(before)}: ${name} can not be changed`);
  }
  const body = Object.fromEntries(differing.map((name) => [name, wanted.fields[name]]));
  const change: Step = {
    title: `~ ${addressOf(before)}`,
    lines: differing.flatMap((name) => differences(name, before.fields[name], wanted.fields[name])),
    make: async (api) => void (await api.ask(kind.change.method, rowPath(kind, id), { body, ifMatch: revision })),
  };
  return [...(differing.length > 0 ? [change] : []), ...partSteps(kind, id, before.fields, wanted.fields)];
}

/** Made first, then changed: what the one body does not take, the other does. */
function creation(wanted: Row, bodies: Bodies): readonly Step[] {
  const { kind, fields } = wanted;
  const { create } = kind;
  const creating = create ? bodies.names(create.body) : [];
  const changing = bodies.names(kind.change.body);
  const given = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined);
  const body = Object.fromEntries(given.filter(([name]) => (create ? creating : changing).includes(name)));
  const rest = Object.fromEntries(
    create ? given.filter(([name]) => !creating.includes(name) && changing.includes(name)) : [],
  );
  const make = async (api: AdminApi): Promise<void> => {
    const id = create ? await made(api, create, kind, body) : (wanted.id ?? '');
    if (!create) await api.ask(kind.change.method, rowPath(kind, id), { body });
    if (Object.keys(rest).length > 0) await api.ask(kind.change.method, rowPath(kind, id), { body: rest });
    for (const step of partSteps(kind, id, {}, fields)) await step.make(api);
  };
  return [{ title: `+ ${addressOf(wanted)}`, lines: differences('', {}, fields), make }];
}

async function made(api: AdminApi, create: NonNullable<Kind['create']>, kind: Kind, body: Fields): Promise<string> {
  const answer = await api.ask('POST', create.path, { body });
  return textOf(fieldsOf(answer[create.answer], create.answer)[kind.id], kind.id);
}

const removal = (row: Row): Step => ({
  title: `- ${addressOf(row)}`,
  lines: [],
  make: async (api) => void (await api.ask('DELETE', rowPath(row.kind, row.id ?? ''), { ifMatch: row.revision })),
});

function partSteps(kind: Kind, id: string, before: Fields, wanted: Fields): readonly Step[] {
  return kind.parts
    .filter(({ field }) => wanted[field] !== undefined)
    .flatMap((part) =>
      changesOfPart(
        part,
        { kind, id },
        listOf(before[part.field] ?? [], part.field),
        listOf(wanted[part.field], part.field),
      ),
    );
}

function changesOfPart(
  part: Part,
  row: Pick<Row, 'kind' | 'id'>,
  before: readonly Fields[],
  wanted: readonly Fields[],
): readonly Step[] {
  const place = `${addressOf(row)} ${part.field}`;
  const path = rowPath(row.kind, row.id ?? '') + part.path;
  const kept = new Map(
    wanted.filter((each) => each[part.id] !== undefined).map((each) => [canonical(each[part.id]), each]),
  );
  const known = new Set(before.map((each) => canonical(each[part.id])));
  const stays = (each: Fields): boolean => {
    const now = kept.get(canonical(each[part.id]));
    return now !== undefined && canonical(now) === canonical(each);
  };
  const gone = before.filter((each) => !stays(each));
  const added = wanted.filter((each) => !before.some((other) => canonical(other) === canonical(each)));
  if (!part.ends && gone.length > 0) {
    throw new ConfigError(`${place}: what is there is never changed or taken away; add one without ${part.id}`);
  }
  for (const each of added) {
    if (each[part.id] !== undefined && !known.has(canonical(each[part.id]))) {
      throw new ConfigError(`${place}: a new one has no ${part.id} yet`);
    }
  }
  return [
    ...gone.map((each) => ({
      title: `- ${place}`,
      lines: differences('', each, {}),
      make: async (api: AdminApi) => void (await api.ask('DELETE', `${path}/${textOf(each[part.id], part.id)}`)),
    })),
    ...added.map((each) => {
      const body = Object.fromEntries(
        Object.entries(each).filter(([name, value]) => name !== part.id && value !== null),
      );
      return {
        title: `+ ${place}`,
        lines: differences('', {}, body),
        make: async (api: AdminApi) => void (await api.ask('POST', path, { body })),
      };
    }),
  ];
}
