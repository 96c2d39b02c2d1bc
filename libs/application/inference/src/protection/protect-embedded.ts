import { DomainError } from '@radiant/kernel';
import { hiddenCategories, type PhiPolicy, type PhiShield } from '@radiant/phi';
import { embeddedData, withoutEmbedded, type EmbeddedData, type TextSlot } from '@radiant/protocol';

/** Takes the place of data within a text. */
const NOTE = 'REMOVED';
/** Each is decoded and searched by itself. */
const MOST_STRETCHES = 2_000;

/** What was found within texts, and what is left of them. */
export interface EmbeddedCover {
  /** The texts without data that was not looked into; undefined where all may leave as they are. */
  readonly texts: readonly string[] | undefined;
  /** Stretches that are no text, whatever became of them. */
  readonly unscannable: number;
}

/**
 * Data in base64 within texts is decoded and searched. Where it is no text the policy's rule decides, as for a file; text
 * with PHI in it is refused where the rule is to block, and taken out elsewhere: it can be read, so it may not pass.
 */
export class ProtectEmbedded {
  constructor(private readonly shield: PhiShield) {}

  /** @throws DomainError `phi_policy_blocked` naming the text; `service_unavailable`. */
  async execute(slots: readonly TextSlot[], policy: PhiPolicy): Promise<EmbeddedCover> {
    if (policy.mode === 'disabled') return { texts: undefined, unscannable: 0 };
    const embedded = embeddedIn(slots);
    if (embedded.every((each) => each.length === 0)) {
      return { texts: undefined, unscannable: 0 };
    }
    const refused: (readonly EmbeddedData[])[] = [];
    for (const stretches of embedded) refused.push(await this.refused(stretches, policy));
    const unscannable = embedded.flat().filter(({ text }) => text === undefined).length;
    if (refused.every((each) => each.length === 0)) return { texts: undefined, unscannable };
    if (policy.unscannable === 'block') throw blocked(slots[refused.findIndex((each) => each.length > 0)]?.path ?? '');
    return { texts: slots.map(({ text }, i) => withoutEmbedded(text, refused[i] ?? [], NOTE)), unscannable };
  }

  private async refused(stretches: readonly EmbeddedData[], policy: PhiPolicy): Promise<readonly EmbeddedData[]> {
    const refused: EmbeddedData[] = [];
    for (const stretch of stretches) {
      if (stretch.text === undefined ? policy.unscannable !== 'allow' : await this.holdsPhi(stretch.text, policy)) {
        refused.push(stretch);
      }
    }
    return refused;
  }

  private async holdsPhi(text: string, policy: PhiPolicy): Promise<boolean> {
    const found = await this.shield.find([{ text, escaping: 'none' }], policy, hiddenCategories(policy));
    return found.length > 0;
  }
}

/** Of each slot, in order. @throws DomainError `payload_too_large`. */
function embeddedIn(slots: readonly TextSlot[]): readonly (readonly EmbeddedData[])[] {
  let rest = MOST_STRETCHES;
  return slots.map(({ text, path }) => {
    const stretches = embeddedData(text, rest + 1);
    rest -= stretches.length;
    if (rest >= 0) return stretches;
    const field = fieldOf(path);
    const expected = `at most ${MOST_STRETCHES} pieces of data in base64, with those of the other texts`;
    throw new DomainError('payload_too_large', `${field} must hold ${expected}`, { field });
  });
}

/** A path within a schema holds the caller's own keys, which are not repeated. */
const fieldOf = (path: string): string => (/^(?:messages|input)\[/.test(path) ? path : (path.split(/[.[]/)[0] ?? ''));

function blocked(path: string): DomainError {
  const field = fieldOf(path);
  return new DomainError(
    'phi_policy_blocked',
    `${field} holds data in base64 with PHI, or that can't be scanned for it`,
    {
      field,
      kind: 'embedded',
    },
  );
}
