import type { PhiCategory } from '../category.js';
import { mergeMatches } from '../detection/merge.js';
import type { Matches } from './hide-slots.js';
import { Pace } from '../pace.js';
import type { Reading } from './passage.js';
import type { Passages } from './passages.js';
import type { PhiPolicy } from '../policy/policy.js';
import type { PolicyDetection } from '../policy/policy-detection.js';
import type { PhiMatch } from '../ports/phi-detector.js';

export interface Search {
  readonly policy: PhiPolicy;
  /** The policy's own unless given. */
  readonly categories?: ReadonlySet<PhiCategory>;
  /** Told when a second opinion could not be had and the policy lets the rules do alone. */
  readonly withoutSecondOpinion?: (() => void) | undefined;
}

/** What stands in each passage, in order and apart, in whichever way it was read. @throws as PolicyDetection says. */
export async function searchPassages(
  detection: PolicyDetection,
  { all, asked }: Passages,
  { policy, categories, withoutSecondOpinion }: Search,
): Promise<Matches> {
  const pace = new Pace(detection.pause);
  const readings: (readonly Reading[])[] = [];
  for (const [index, passage] of all.entries()) {
    const answer = asked[index];
    const own = passage.readings;
    readings.push(answer ? [...own, answer] : own);
    const pause = own.length === 1 ? undefined : pace.after(own.length);
    if (pause) await pause;
  }
  const texts = readings.flatMap((each) => each.map(({ text }) => text));
  const found = await detection.detect(texts, policy, categories, withoutSecondOpinion);
  const merged: (readonly PhiMatch[])[] = [];
  let next = 0;
  for (const each of readings) {
    const matches: PhiMatch[] = [];
    for (const reading of each) {
      const here = found[next++] ?? [];
      for (const match of reading.matches(here)) matches.push(match);
      const pause = here.length === 0 ? undefined : pace.after(here.length);
      if (pause) await pause;
    }
    merged.push(each.length === 1 ? matches : mergeMatches(matches));
    const pause = each.length === 1 ? undefined : pace.after(matches.length);
    if (pause) await pause;
  }
  return merged;
}
