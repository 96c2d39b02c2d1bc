import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Bodies } from './api.js';
import { ConfigError, fieldsOf, isFields } from './json.js';
import { KINDS } from './kinds.js';
import { addressOf, knownFields, type Row } from './state.js';

const ENDING = '.json';

/** Writes one file a row, in a stable order, and takes away the files of rows that are gone. */
export function writeFiles(directory: string, rows: readonly Row[]): void {
  const written = new Set<string>();
  for (const row of rows) {
    const file = path.join(directory, row.kind.name, `${encodeURIComponent(row.id ?? '')}${ENDING}`);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(row.fields, null, 2)}\n`);
    written.add(file);
  }
  for (const { name } of KINDS) {
    for (const file of filesOf(path.join(directory, name))) if (!written.has(file)) rmSync(file);
  }
}

/** @throws ConfigError naming the file and what is wrong with it. */
export function readFiles(directory: string, bodies: Bodies): readonly Row[] {
  if (!existsSync(directory)) throw new ConfigError(`${directory} is not there: begin with export`);
  const rows: Row[] = [];
  for (const kind of KINDS) {
    const known = knownFields(bodies, kind);
    const seen = new Set<string>();
    for (const file of filesOf(path.join(directory, kind.name))) {
      const fields = fieldsOf(parsed(file), file);
      for (const name of Object.keys(fields)) {
        if (!known.has(name))
          throw new ConfigError(`${file}: ${name} is no field of ${kind.name}: ${[...known].join(', ')}`);
      }
      const id = fields[kind.id];
      if (id !== undefined && typeof id !== 'string') throw new ConfigError(`${file}: ${kind.id} must be a text`);
      const row: Row = { kind, id, fields, revision: undefined };
      if (id !== undefined && seen.has(id))
        throw new ConfigError(`${file}: there is another file of ${addressOf(row)}`);
      if (id !== undefined) seen.add(id);
      rows.push(row);
    }
  }
  return rows;
}

function parsed(file: string): unknown {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (isFields(value)) return value;
  } catch {
    // said below
  }
  throw new ConfigError(`${file} must hold one JSON object`);
}

const filesOf = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith(ENDING))
        .sort()
        .map((name) => path.join(folder, name))
    : [];
