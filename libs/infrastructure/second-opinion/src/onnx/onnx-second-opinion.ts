import { DomainError } from '@radiant/kernel';
import { SecondOpinion, type PhiCategory, type PhiMatch } from '@radiant/phi';
import { categoryOfLabel } from './labels.js';
import type { TokenClassifier } from './token-classifier.js';
import type { Word, WordPieces } from './word-pieces.js';

/** Tokens that a model of the BERT family reads at once, the first and the last mark among them. */
const WINDOW = 512;
/** Tokens that two windows share, so that what stands at the edge of one is read within the other. */
const OVERLAP = 64;
const LEAST_CONFIDENCE = 0.5;
/** More texts than this waiting for the model would only all be late. */
const MOST_WAITING = 64;

export interface OnnxSecondOpinionParts {
  readonly classifier: TokenClassifier;
  readonly words: WordPieces;
  readonly labels: readonly string[];
  readonly version: string;
  /** For all the texts of one detection, in ms. */
  readonly deadlineMs: number;
  /** Milliseconds of a clock that never goes back. */
  readonly elapsed: () => number;
}

interface Labelled {
  readonly category: PhiCategory;
  readonly confidence: number;
}

/** A token classifier in this process. One detection at a time, in the order in which they were asked for. */
export class OnnxSecondOpinion extends SecondOpinion {
  readonly version: string;
  private readonly categories: readonly (PhiCategory | undefined)[];
  private turn: Promise<unknown> = Promise.resolve();
  private waiting = 0;

  constructor(private readonly parts: OnnxSecondOpinionParts) {
    super();
    this.version = parts.version;
    this.categories = parts.labels.map(categoryOfLabel);
  }

  async detect(
    texts: readonly string[],
    categories: ReadonlySet<PhiCategory>,
  ): Promise<readonly (readonly PhiMatch[])[]> {
    if (this.waiting >= MOST_WAITING) throw unavailable();
    const latest = this.parts.elapsed() + this.parts.deadlineMs;
    this.waiting += 1;
    const turn = this.turn.then(() => this.readAll(texts, latest));
    this.turn = turn.catch(() => undefined);
    try {
      return (await turn).map((matches) => matches.filter(({ category }) => categories.has(category)));
    } catch {
      throw unavailable(); // whatever the runtime says stays here: it may quote what it read
    } finally {
      this.waiting -= 1;
    }
  }

  async close(): Promise<void> {
    await this.turn;
    await this.parts.classifier.close();
  }

  private async readAll(texts: readonly string[], latest: number): Promise<readonly (readonly PhiMatch[])[]> {
    const found: (readonly PhiMatch[])[] = [];
    for (const text of texts) found.push(await this.read(this.parts.words.words(text), latest));
    return found;
  }

  private async read(words: readonly Word[], latest: number): Promise<readonly PhiMatch[]> {
    const labels = words.map((): Labelled | undefined => undefined);
    for (const [from, to] of windowsOf(words)) {
      if (this.parts.elapsed() > latest) throw unavailable();
      await this.label(words, from, to, labels);
    }
    return matchesOf(words, labels);
  }

  private async label(
    words: readonly Word[],
    from: number,
    to: number,
    labels: (Labelled | undefined)[],
  ): Promise<void> {
    const { first, last } = this.parts.words.vocabulary;
    const tokens = words.slice(from, to).flatMap((word) => word.tokens);
    const rows = await this.parts.classifier.classify([first, ...tokens, last]);
    if (rows.length !== (tokens.length + 2) * this.categories.length) throw unavailable();
    let row = 1;
    for (let index = from; index < to; index += 1) {
      const count = words[index]?.tokens.length ?? 0;
      for (let token = 0; token < count; token += 1) {
        labels[index] = surer(labels[index], this.likeliest(rows, row + token));
      }
      row += count;
    }
  }

  private likeliest(rows: Float32Array, row: number): Labelled | undefined {
    const size = this.categories.length;
    let best = 0;
    for (let label = 1; label < size; label += 1) {
      if ((rows[row * size + label] ?? -Infinity) > (rows[row * size + best] ?? -Infinity)) best = label;
    }
    const category = this.categories[best];
    if (category === undefined) return undefined;
    const peak = rows[row * size + best] ?? 0;
    let sum = 0;
    for (let label = 0; label < size; label += 1) sum += Math.exp((rows[row * size + label] ?? -Infinity) - peak);
    const confidence = 1 / sum;
    return confidence >= LEAST_CONFIDENCE ? { category, confidence } : undefined;
  }
}

const unavailable = (): DomainError => new DomainError('service_unavailable', 'the second opinion is not available');

const surer = (a: Labelled | undefined, b: Labelled | undefined): Labelled | undefined =>
  !a || (b && b.confidence > a.confidence) ? b : a;

/** Words [from, to) of each window. */
function* windowsOf(words: readonly Word[]): Generator<readonly [number, number]> {
  for (let from = 0; from < words.length;) {
    let tokens = 2;
    let to = from;
    while (to < words.length && (to === from || tokens + (words[to]?.tokens.length ?? 0) <= WINDOW)) {
      tokens += words[to]?.tokens.length ?? 0;
      to += 1;
    }
    yield [from, to];
    if (to === words.length) return;
    let back = to;
    for (let shared = 0; back > from + 1 && shared < OVERLAP;) shared += words[(back -= 1)]?.tokens.length ?? 1;
    from = back;
  }
}

/** Neighbouring words of one category are one match. */
function matchesOf(words: readonly Word[], labels: readonly (Labelled | undefined)[]): readonly PhiMatch[] {
  const matches: PhiMatch[] = [];
  for (const [index, { start, end }] of words.entries()) {
    const label = labels[index];
    if (!label) continue;
    const { category, confidence } = label;
    const last = matches.at(-1);
    const joins = last?.category === category && last.end === words[index - 1]?.end;
    const begin = joins ? last.start : start;
    const sure = joins ? Math.min(last.confidence, confidence) : confidence;
    if (joins) matches.pop();
    matches.push({ category, start: begin, end, confidence: sure, rule: `onnx.${category.toLowerCase()}` });
  }
  return matches;
}
