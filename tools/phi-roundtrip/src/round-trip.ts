import { KeyedDigest, sessionId, tenantId, type Clock, type IdGenerator } from '@radiant/kernel';
import { MemoryPhiVault } from '@radiant/memory';
import {
  DEFAULT_PHI_POLICY,
  PhiShield,
  PLACEHOLDER,
  PolicyDetection,
  RuleDetector,
  StreamRestorer,
  type Escaping,
  type Shielded,
} from '@radiant/phi';
import { CryptoIdGenerator, SystemClock } from '@radiant/security';
import { newTexts, type TurnText } from './conversation-texts.js';
import { newPatients } from './patients.js';
import { Random } from './random.js';
import { addressed, type Letter } from './replies.js';

const PLACEHOLDERS = new RegExp(PLACEHOLDER, 'g');
const CLINIC = tenantId('11111111-1111-4111-8111-111111111111');

export interface RoundTripReport {
  readonly conversations: number;
  readonly turns: number;
  /** Replies restored, each cut once at every byte. */
  readonly replies: number;
  readonly cuts: number;
  /** Values that came back, or would have, in the place of another patient's. */
  readonly wrongPatients: number;
  /** Echoes that did not come back byte for byte. */
  readonly unequal: number;
  /** Times that two cuts of one reply came to two texts. */
  readonly torn: number;
}

class NoDigest extends KeyedDigest {
  async digest(): Promise<readonly string[]> {
    throw new Error('no date is shifted here');
  }
}

/** Random conversations of several patients over two replicas, whose replies echo texts and speak of each patient. */
export class RoundTrip {
  private readonly random: Random;
  private readonly clock: Clock = new SystemClock();
  private readonly detector = new PolicyDetection(new RuleDetector(async () => undefined), async () => undefined);
  private readonly figures = { turns: 0, replies: 0, cuts: 0, wrongPatients: 0, unequal: 0, torn: 0 };

  /** @param ids draw the first index of each conversation. */
  constructor(
    seed: number,
    private readonly ids: IdGenerator = new CryptoIdGenerator(),
  ) {
    this.random = new Random(seed);
  }

  async run(conversations: number): Promise<RoundTripReport> {
    for (let index = 0; index < conversations; index += 1) await this.converse();
    return { conversations, ...this.figures };
  }

  private async converse(): Promise<void> {
    const vault = new MemoryPhiVault(this.clock);
    const replica = (): PhiShield => new PhiShield(this.detector, vault, this.clock, this.ids, new NoDigest());
    const replicas: readonly [PhiShield, ...PhiShield[]] = [replica(), replica()];
    const [first, ...others] = newPatients(this.random, 2 + this.random.below(3));
    const session = this.random.chance(70) ? sessionId(this.ids.uuid()) : undefined;
    const earlier: { readonly text: TurnText; readonly hidden: string }[] = [];
    const minted = new Set<string>();
    for (let turns = 1 + this.random.below(3); first && turns > 0; turns -= 1) {
      const texts = newTexts(this.random, [first, ...others]);
      const shielded = await this.random.pick(replicas).hide({
        tenantId: CLINIC,
        policy: DEFAULT_PHI_POLICY,
        slots: texts,
        ...(session !== undefined && { sessionId: session }),
      });
      this.figures.turns += 1;
      this.checkEchoes(texts, shielded);
      if (session !== undefined) {
        for (const { text, hidden } of earlier) this.checkEarlier(text, hidden, shielded.originals);
        for (const [index, text] of texts.entries()) {
          // of what was minted before, a text may speak by its placeholder; of what is minted later it can not
          const speaks = (text.text.match(PLACEHOLDERS) ?? []).some((typed) => minted.has(typed));
          if (!speaks) earlier.push({ text, hidden: shielded.texts[index] ?? '' });
        }
        for (const placeholder of shielded.originals.keys()) minted.add(placeholder);
      }
      for (const letter of addressed(this.random, shielded.originals, [first, ...others])) {
        this.checkLetter(letter, shielded.originals);
      }
    }
  }

  private checkEchoes(texts: readonly TurnText[], { texts: hidden, originals }: Shielded): void {
    for (const [index, { text, escaping }] of texts.entries()) {
      const restored = this.restored(hidden[index] ?? '', originals, escaping);
      const equal = escaping === 'none' ? restored === text : sameJson(restored, text);
      if (!equal) this.figures.unequal += 1;
    }
  }

  /** What an earlier turn hid still comes back as it was, unless somebody has typed its placeholder since. */
  private checkEarlier({ text, escaping }: TurnText, hidden: string, originals: ReadonlyMap<string, string>): void {
    const restored = streamed([new TextEncoder().encode(hidden)], originals, escaping);
    const equal = escaping === 'none' ? restored === text : sameJson(restored, text);
    const typedSince = (hidden.match(PLACEHOLDERS) ?? []).some((placeholder) => !originals.has(placeholder));
    if (!equal && !typedSince) this.figures.wrongPatients += 1;
  }

  private checkLetter({ text, of, foreign }: Letter, originals: ReadonlyMap<string, string>): void {
    const restored = this.restored(text, originals, 'none');
    const strangers = foreign.filter((value) => restored.includes(value));
    if (strangers.length > 0 || of.some((value) => !restored.includes(value))) this.figures.wrongPatients += 1;
  }

  /** In one piece; and in two, cut at each byte of its UTF-8, which must come to the same. */
  private restored(text: string, originals: ReadonlyMap<string, string>, escaping: Escaping): string {
    const bytes = new TextEncoder().encode(text);
    const whole = streamed([bytes], originals, escaping);
    this.figures.replies += 1;
    for (let cut = 1; cut < bytes.length; cut += 1) {
      this.figures.cuts += 1;
      const parts = [bytes.subarray(0, cut), bytes.subarray(cut)];
      if (streamed(parts, originals, escaping) !== whole) this.figures.torn += 1;
    }
    const each = Array.from(bytes, (_, at) => bytes.subarray(at, at + 1));
    if (streamed(each, originals, escaping) !== whole) this.figures.torn += 1;
    return whole;
  }
}

function streamed(parts: readonly Uint8Array[], originals: ReadonlyMap<string, string>, escaping: Escaping): string {
  const decoder = new TextDecoder();
  const restorer = new StreamRestorer(originals, escaping);
  let restored = '';
  for (const part of parts) restored += restorer.push(decoder.decode(part, { stream: true }));
  return restored + restorer.push(decoder.decode()) + restorer.end();
}

const sameJson = (a: string, b: string): boolean => JSON.stringify(JSON.parse(a)) === JSON.stringify(JSON.parse(b));
