import { DomainError } from '@radiant/kernel';
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
  /** How many may follow, and all of them by unit where a list of them would be long to walk. */
  width: number;
  wide: Map<number, Node<Label>> | undefined;
  label: Label | undefined;
}

export interface Occurrence<Label> {
  readonly start: number;
  readonly end: number;
  readonly label: Label;
}

/** What searching one text has taken so far, piece by piece. */
export interface Effort {
  compared: number;
}

const BEGINNINGS = 128;
/** A list of more is a map. */
const WIDE = 16;
/** Units that a search compares at most, for each unit of the text and besides: an ordinary text takes less than one. */
const MOST_COMPARED = 32;
const ALWAYS_COMPARED = 100_000;

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
    if (!node) this.first.set(unit, (node = newNode(unit, undefined)));
    for (let i = 1; i < phrase.length; i += 1) node = following(node, phrase.charCodeAt(i));
    node.label ??= label;
    this.beginnings[unit % BEGINNINGS] = 1;
  }

  /**
   * The occurrences that begin in [from, to), none inside another.
   * @param effort that of earlier pieces of the same text.
   * @throws DomainError `payload_too_large` for a text that begins a long phrase nearly everywhere.
   */
  find(text: string, from = 0, to = text.length, effort: Effort = { compared: 0 }): Occurrence<Label>[] {
    const found: Occurrence<Label>[] = [];
    this.search(text, { from, to, effort }, (start, end, label) => {
      found.push({ start, end, label });
      return end;
    });
    return found;
  }

  /** Whether a phrase begins at any offset that `counts`, within another phrase too. @throws as `find`. */
  stands(text: string, counts: (start: number) => boolean): boolean {
    let stands = false;
    this.search(text, { from: 0, to: text.length, effort: { compared: 0 } }, (start) => {
      stands = counts(start);
      return stands ? text.length : start + 1;
    });
    return stands;
  }

  /** @param onward told of the longest phrase at a place, says where to look on. */
  private search(
    text: string,
    { from, to, effort }: { readonly from: number; readonly to: number; readonly effort: Effort },
    onward: (start: number, end: number, label: Label) => number,
  ): void {
    const most = ALWAYS_COMPARED + MOST_COMPARED * text.length;
    let { compared } = effort;
    for (let start = from; start < to;) {
      let node = this.firstAt(text, start);
      let label: Label | undefined;
      let end = start;
      for (let at = start + 1; node; at += 1) {
        if (node.label !== undefined && isWordBoundary(text, at)) [label, end] = [node.label, at];
        node = at < text.length ? known(node, text.charCodeAt(at)) : undefined;
        compared += 1;
      }
      if (compared > most) throw tooRepetitive();
      start = label === undefined ? start + 1 : onward(start, end, label);
    }
    effort.compared = compared;
  }

  private firstAt(text: string, start: number): Node<Label> | undefined {
    const unit = text.charCodeAt(start);
    if (this.beginnings[unit % BEGINNINGS] === 0) return undefined;
    const first = this.first.get(unit);
    return first && isWordStart(text, start) ? first : undefined;
  }
}

const newNode = <Label>(unit: number, other: Node<Label> | undefined): Node<Label> => ({
  unit,
  next: undefined,
  other,
  width: 0,
  wide: undefined,
  label: undefined,
});

function known<Label>({ next, wide }: Node<Label>, unit: number): Node<Label> | undefined {
  if (wide) return wide.get(unit);
  let node = next;
  while (node && node.unit !== unit) node = node.other;
  return node;
}

function following<Label>(node: Node<Label>, unit: number): Node<Label> {
  const there = known(node, unit);
  if (there) return there;
  const added = (node.next = newNode(unit, node.next));
  node.width += 1;
  if (node.width > WIDE) (node.wide ??= byUnit(node.next)).set(unit, added);
  return added;
}

function byUnit<Label>(first: Node<Label>): Map<number, Node<Label>> {
  const nodes = new Map<number, Node<Label>>();
  for (let node: Node<Label> | undefined = first; node; node = node.other) nodes.set(node.unit, node);
  return nodes;
}

const tooRepetitive = (): DomainError =>
  new DomainError('payload_too_large', 'the text repeats itself too often to be searched for what is hidden in it');
