import type { PhiMatch } from '@radiant/phi';

const SURE = 0.9;
const LIKELY = 0.75;

/** Green for sure, yellow for likely, red for a guess (ANSI). */
const colourOf = (confidence: number): number => (confidence >= SURE ? 32 : confidence >= LIKELY ? 33 : 31);

const painted = (text: string, { confidence }: PhiMatch, colours: boolean): string =>
  colours ? `\u001b[${colourOf(confidence)}m${text}\u001b[0m` : text;

/** The text with each match between « and ». */
export function inText(text: string, matches: readonly PhiMatch[], colours: boolean): string {
  let shown = '';
  let done = 0;
  for (const match of matches) {
    shown += text.slice(done, match.start) + painted(`«${text.slice(match.start, match.end)}»`, match, colours);
    done = match.end;
  }
  return shown + text.slice(done);
}

/** A line for each match: where it stands, its category, its confidence, the rule that found it and the value. */
export const explain = (text: string, matches: readonly PhiMatch[], colours: boolean): readonly string[] =>
  matches.length === 0
    ? ['nothing found']
    : matches.map((match) => {
        const { category, rule, confidence, start, end } = match;
        const value = text.slice(start, end).replaceAll(/\s+/g, ' ');
        const place = `${start}-${end}`.padEnd(12);
        return painted(
          `${place}${category.padEnd(16)}${confidence.toFixed(2)}  ${rule.padEnd(20)}${value}`,
          match,
          colours,
        );
      });
