import { isWordBoundary, isWordStart } from './characters.js';

/**
 * One unit of a phrase. What may follow it is a list: few units do, and a map for each took most of what a call
 * allocates here.
 */
interface Node<Label> {
  readonly unit: number;
  /** The first of those that may follow. */
  next: Node<Label> | undefined;
  /** Another that may stand in its place. */
  readonly other: Node<Label> | undefined;
  label: Label | undefined;
}

export interface Occurrence<Label> {
  readonly start: number;
  readonly end: number;
  readonly label: Label;
}

const BEGINNINGS = 128;

/** Finds known phrases standing on word boundaries, the longest at each place, in one pass however many there are. */
export class PhraseFinder<Label> {
  private readonly first = new Map<number, Node<Label>>();
  /** Which units, modulo 128, begin a phrase: turns most places of a text away at once. */
  private readonly beginnings = new Uint8Array(BEGINNINGS);

  /** The first label given to a phrase stays. */
  add(phrase: string, label: Label): void {
    if (phrase === '') return;
    const unit = phrase.charCodeAt(0);
    let node = this.first.get(unit);
    if (!node) this.first.set(unit, (node = { unit, next: undefined, other: undefined, label: undefined }));
    for (let i = 1; i < phrase.length; i += 1) node = following(node, phrase.charCodeAt(i));
    node.label ??= label;
    this.beginnings[unit % BEGINNINGS] = 1;
  }

  get isEmpty(): boolean {
    return this.first.size === 0;
  }

  /** The occurrences that begin in [from, to), none inside another. */
  find(text: string, from = 0, to = text.length): Occurrence<Label>[] {
    const found: Occurrence<Label>[] = [];
    for (let i = from; i < to; i += 1) {
      const unit = text.charCodeAt(i);
      if (this.beginnings[unit % BEGINNINGS] === 0) continue;
      const first = this.first.get(unit);
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
    node = i < text.length ? known(node, text.charCodeAt(i)) : undefined;
  }
  return best;
}

function known<Label>({ next }: Node<Label>, unit: number): Node<Label> | undefined {
  let node = next;
  while (node && node.unit !== unit) node = node.other;
  return node;
}

function following<Label>(node: Node<Label>, unit: number): Node<Label> {
  return known(node, unit) ?? (node.next = { unit, next: undefined, other: node.next, label: undefined });
}
