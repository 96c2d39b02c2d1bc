import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { GoldDocument, ScoredSpan } from './score.js';

/** `=== kind/name` begins a document; what follows up to the next such line is its text. */
const HEADING = /^=== (\S+)\n/gm;
/** `{{NAME|Jane Roe}}` is a value and its category; `{{IGNORE|Ohio}}` is neither PHI nor clean. */
const MARK = /\{\{([A-Z_\d]+)\|((?:[^}]|\}(?!\}))+)\}\}/g;
const IGNORED = 'IGNORE';

/** The project's own labelled documents, invented throughout. */
export function readCorpus(folder: string): readonly GoldDocument[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .sort()
    .flatMap((name) => documentsOf(readFileSync(path.join(folder, name), 'utf8')));
}

/** @throws Error when a mark is left open. */
export function documentsOf(file: string): readonly GoldDocument[] {
  const [, ...parts] = file.split(HEADING);
  const documents: GoldDocument[] = [];
  for (let index = 0; index + 1 < parts.length; index += 2) {
    documents.push(compile(parts[index] ?? '', (parts[index + 1] ?? '').trimEnd()));
  }
  return documents;
}

/** A document as the detector gets it, with the offsets of what was marked. */
export function compile(id: string, marked: string): GoldDocument {
  const spans: ScoredSpan[] = [];
  const ignore: { start: number; end: number }[] = [];
  let text = '';
  let done = 0;
  for (const mark of marked.matchAll(MARK)) {
    const [whole, label = '', value = ''] = mark;
    text += marked.slice(done, mark.index);
    const span = { start: text.length, end: text.length + value.length };
    if (label === IGNORED) ignore.push(span);
    else spans.push({ ...span, label });
    text += value;
    done = mark.index + whole.length;
  }
  text += marked.slice(done);
  if (/\{\{[A-Z_\d]+\|/.test(text)) throw new Error(`a mark is left open in ${id}`);
  return { id, text, spans, ignore };
}
