import { DomainError } from '@radiant/kernel';
import type { PhiCategory } from '../category.js';
import { mergeMatches } from '../detection/merge.js';
import { assertFewMatches } from '../detection/most-matches.js';
import { WINDOW, windowsOf } from '../detection/window.js';
import { PhraseFinder, type Occurrence } from '../phrase-finder.js';
import { hiddenCategories, type PhiPolicy } from './policy.js';
import type { PhiDetector, PhiMatch } from '../ports/phi-detector.js';
import { CustomRecognition } from '../recognisers/custom-recognition.js';
import { isProvenIdentifier } from '../recognisers/proven-identifier.js';

type Matches = readonly (readonly PhiMatch[])[];

/** Finds PHI as a policy wants it: the detector at the policy's sensitivity, the tenant's recognisers and allow-list. */
export class PolicyDetection {
  /** @param pause lets other work run; awaited after every 16 K units that recognisers read. */
  constructor(
    private readonly detector: PhiDetector,
    readonly pause: () => Promise<void>,
  ) {}

  /**
   * The matches of each text, in order, sorted and apart; of `categories` only, which are the policy's own unless given.
   * @param withoutSecondOpinion told when the rules had to do alone, which the policy must allow.
   * @throws DomainError `service_unavailable` when detection fails: nothing passes unseen; `payload_too_large` for more
   * than MOST_MATCHES.
   */
  async detect(
    texts: readonly string[],
    policy: PhiPolicy,
    categories: ReadonlySet<PhiCategory> = hiddenCategories(policy),
    withoutSecondOpinion: () => void = () => undefined,
  ): Promise<Matches> {
    if (categories.size === 0) return texts.map(() => []);
    const found = await this.detected(texts, categories, policy, withoutSecondOpinion);
    const recognised = await this.recognised(texts, found, policy, categories);
    return withoutAllowed(texts, recognised, policy.allowList);
  }

  private async detected(
    texts: readonly string[],
    categories: ReadonlySet<PhiCategory>,
    { sensitivity, secondOpinionDown }: PhiPolicy,
    withoutSecondOpinion: () => void,
  ): Promise<Matches> {
    const rulesOnly = secondOpinionDown === 'rules_only' ? withoutSecondOpinion : undefined;
    let found: Matches;
    try {
      found = await this.detector.detect(texts, categories, sensitivity, rulesOnly);
    } catch (cause) {
      if (cause instanceof DomainError && cause.code === 'payload_too_large') throw cause;
      throw new DomainError('service_unavailable', 'PHI detection failed', {}, { cause });
    }
    if (found.length !== texts.length) throw new DomainError('service_unavailable', 'PHI detection was incomplete');
    return found;
  }

  private async recognised(
    texts: readonly string[],
    found: Matches,
    { customRecognisers }: PhiPolicy,
    categories: ReadonlySet<PhiCategory>,
  ): Promise<Matches> {
    if (customRecognisers.length === 0) return found;
    const recognition = CustomRecognition.of(customRecognisers);
    const all: (readonly PhiMatch[])[] = [];
    let sincePause = 0;
    let count = 0;
    for (const [index, text] of texts.entries()) {
      const own: PhiMatch[] = [];
      for (const { start, from, to, end } of windowsOf(text)) {
        if (sincePause + to - from > WINDOW) {
          await this.pause();
          sincePause = 0;
        }
        sincePause += to - from;
        for (const match of recognition.find(text.slice(start, end), categories)) {
          const at = start + match.start;
          if (at >= from && at < to) own.push({ ...match, start: at, end: start + match.end });
        }
      }
      const matches = own.length === 0 ? (found[index] ?? []) : mergeMatches([...(found[index] ?? []), ...own]);
      count += matches.length;
      assertFewMatches(count);
      all.push(matches);
    }
    return all;
  }
}

/** Without what lies inside an allowed phrase, unless it is an identifier beyond doubt. */
function withoutAllowed(texts: readonly string[], found: Matches, allowList: readonly string[]): Matches {
  if (allowList.length === 0) return found;
  const allowed = new PhraseFinder<true>();
  for (const phrase of allowList) allowed.add(phrase, true);
  return found.map((matches, index) => {
    const text = texts[index] ?? '';
    const places = matches.length === 0 ? [] : allowed.find(text);
    return matches.filter(
      (match) => !isInside(places, match) || isProvenIdentifier(match, text.slice(match.start, match.end)),
    );
  });
}

/** Whether a match lies in one of the places, which are sorted and apart. */
function isInside(places: readonly Occurrence<true>[], { start, end }: PhiMatch): boolean {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((places[middle]?.end ?? 0) < end) low = middle + 1;
    else high = middle;
  }
  return (places[low]?.start ?? Infinity) <= start;
}
