import { JoinedText } from './joined-text.js';
import type { Pace } from '../pace.js';
import { askedReading } from './asked-reading.js';
import type { Passage, Reading } from './passage.js';
import { SlotText, type TextSlot } from './slot-text.js';

/** Passages, and which slots each is made of, by index. */
export interface Passages {
  readonly all: readonly Passage[];
  readonly slots: readonly (readonly number[])[];
  /** Of each, the beginning of an answer read by what a model asked; undefined where none did. */
  readonly asked: readonly (Reading | undefined)[];
}

/** @param pace asked for pauses only by long texts. */
export async function passagesOf(slots: readonly TextSlot[], pace: Pace): Promise<Passages> {
  const read = await SlotText.all(slots, pace);
  const groups = joinedSlots(slots);
  const all = groups.map((group): Passage => {
    const parts = group.flatMap((index) => read[index] ?? []);
    const [first] = parts;
    return first && parts.length === 1 ? first : new JoinedText(parts);
  });
  const pause = pace.after(slots.length);
  if (pause) await pause;
  let latest: Passage | undefined;
  const asked = all.map((passage, i) => {
    const speaker = slots[groups[i]?.[0] ?? 0]?.speaker;
    if (speaker === undefined) return undefined;
    const reading = latest?.echoed && !passage.echoed ? askedReading(latest.meaning, passage.meaning) : undefined;
    latest = passage;
    return reading;
  });
  return { all, slots: groups, asked };
}

/** Each text that somebody says belongs to the latest before it, where the same says it and it is as much the gateway's. */
export function joinedSlots(slots: readonly TextSlot[]): readonly (readonly number[])[] {
  const groups: number[][] = [];
  let latest: { readonly slot: TextSlot; readonly group: number[] } | undefined;
  for (const [index, slot] of slots.entries()) {
    if (latest && slot.speaker !== undefined && goesOn(latest.slot, slot)) {
      latest.group.push(index);
      continue;
    }
    const group = [index];
    groups.push(group);
    if (slot.speaker !== undefined) latest = { slot, group };
  }
  return groups;
}

const goesOn = (before: TextSlot, slot: TextSlot): boolean =>
  slot.escaping === 'none' &&
  before.speaker === slot.speaker &&
  before.issued === slot.issued &&
  before.echoed === slot.echoed;
