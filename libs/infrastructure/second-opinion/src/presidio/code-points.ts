const ASTRAL = /[\u{10000}-\u{10ffff}]/u;

/** Turns offsets that count characters, as Python does, into offsets that count UTF-16 units. */
export class CodePoints {
  /** Where each character begins; undefined where the two counts are the same. */
  private readonly units: readonly number[] | undefined;

  constructor(private readonly text: string) {
    this.units = ASTRAL.test(text) ? unitsOf(text) : undefined;
  }

  /** @returns undefined for what is no place of the text. */
  unitOf(offset: number): number | undefined {
    if (!Number.isInteger(offset) || offset < 0) return undefined;
    if (this.units) return this.units[offset];
    return offset <= this.text.length ? offset : undefined;
  }
}

function unitsOf(text: string): readonly number[] {
  const units: number[] = [];
  let unit = 0;
  for (const character of text) {
    units.push(unit);
    unit += character.length;
  }
  units.push(unit);
  return units;
}
