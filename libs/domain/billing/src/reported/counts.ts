/** More than any call can have: what claims to is no count. */
const MOST_COUNTED = 50_000_000;

type Fields = Readonly<Record<string, unknown>>;

export const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads the numbers of a provider's usage, which may be anything, and notes when they can't be right. */
export class Counts {
  /** Whether something was left out, cut or contradicted itself. */
  doubtful = false;

  /** Undefined where nothing is said, or nothing that can be a count. */
  of(fields: Fields, name: string): number | undefined {
    const value = fields[name];
    if (value === undefined || value === null) return undefined;
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MOST_COUNTED) return value;
    this.doubtful = true;
    return undefined;
  }

  /** Zero where `of` is undefined. */
  or0(fields: Fields, name: string): number {
    return this.of(fields, name) ?? 0;
  }

  /** Tokens of a modality in a list of {modality, tokenCount}, as Gemini has them. */
  ofModality(list: unknown, modality: string): number {
    const entries = Array.isArray(list) ? list.map(fieldsOf).filter((entry) => entry['modality'] === modality) : [];
    return entries.reduce((sum, entry) => sum + this.or0(entry, 'tokenCount'), 0);
  }

  /**
   * Shares `total` out to kinds in their order, so that no token stands in two of them and none is made up: a kind gets
   * what is left at most. @returns each kind's share, and what is left.
   */
  shares<Kind extends string>(
    total: number,
    kinds: readonly (readonly [Kind, number])[],
  ): { readonly rest: number; readonly of: Readonly<Partial<Record<Kind, number>>> } {
    const of: Partial<Record<Kind, number>> = {};
    let rest = total;
    for (const [kind, claimed] of kinds) {
      const share = Math.min(claimed, rest);
      if (share < claimed) this.doubtful = true;
      if (share > 0) of[kind] = share;
      rest -= share;
    }
    return { rest, of };
  }
}
