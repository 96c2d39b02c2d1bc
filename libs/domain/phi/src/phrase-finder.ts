import { isWordBoundary, isWordStart } from './characters.js';

interface Node<Label> {
  readonly next: Map<number, Node<Label>>;
  label?: Label;
}

export interface Occurrence<Label> {
  readonly start: number;
  readonly end: number;
  readonly label: Label;
}

const BEGINNINGS = 128;

/** Finds known phrases standing on word boundaries, the longest at each place, in one pass however many there are. */
export class PhraseFinder<Label> {
  private readonly root: Node<Label> = { next: new Map() };
  /** Which units, modulo 128, begin a phrase: turns most places of a text away at once. */
  private readonly beginnings = new Uint8Array(BEGINNINGS);

  /** The first label given to a phrase stays. */
  add(phrase: string, label: Label): void {
    let node = this.root;
    for (let i = 0; i < phrase.length; i += 1) {
      const unit = phrase.charCodeAt(i);
      let next = node.next.get(unit);
      if (!next) node.next.set(unit, (next = { next: new Map() }));
      node = next;
    }
    if (node === this.root) return;
    node.label ??= label;
    this.beginnings[phrase.charCodeAt(0) % BEGINNINGS] = 1;
  }

  get isEmpty(): boolean {
    return this.root.next.size === 0;
  }

  /** The occurrences that begin in [from, to), none inside another. */
  find(text: string, from = 0, to = text.length): Occurrence<Label>[] {
    const found: Occurrence<Label>[] = [];
    for (let i = from; i < to; i += 1) {
      const unit = text.charCodeAt(i);
      if (this.beginnings[unit % BEGINNINGS] === 0) continue;
      const first = this.root.next.get(unit);
      if (!first || !isWordStart(text, i)) continue;
      const occurrence = longest(text, i, first);
      if (!occurrence) continue;
      found.push(occurrence);
      i = occurrence.end - 1;
    }
    return found;
  }
}

function longest<Label>(text: string, start: number, first: Node<Label>): Occurrence<Label> | undefined {
  let best: Occurrence<Label> | undefined;
  let node: Node<Label> | undefined = first;
  for (let i = start + 1; node; i += 1) {
    if (node.label !== undefined && isWordBoundary(text, i)) best = { start, end: i, label: node.label };
    node = i < text.length ? node.next.get(text.charCodeAt(i)) : undefined;
  }
  return best;
}
