import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { GoldDocument } from './score.js';

/** The gold files of a folder, by name; a file stands for itself. */
export function goldFiles(data: string): readonly string[] {
  if (statSync(data).isFile()) return [data];
  return readdirSync(data)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .map((name) => path.join(data, name));
}

/** One document a line, as this repository's documentation describes. */
export function readGold(file: string): readonly GoldDocument[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const row = JSON.parse(line) as Partial<GoldDocument> & Pick<GoldDocument, 'id' | 'text'>;
      return { id: row.id, text: row.text, spans: row.spans ?? [], ignore: row.ignore ?? [] };
    });
}
