/** The prompt of 2 KB with seven made-up identifiers that `npm run bench` sends too. */
const OPENING =
  'Patient Jane Doe, DOB 04/12/1961, MRN: 00482913, SSN 219-09-9999, phone (555) 201-4477, email jane.doe@example.org, insurance member ID XQJ918273645. ';
const FILLER =
  'Patient reports mild chest discomfort after walking uphill, no fever, no cough, sleeping well, and asks whether the current medication should be changed before the next visit. ';
const PROMPT = 2_048;

export const prompt = (): string => (OPENING + FILLER.repeat(PROMPT / FILLER.length + 1)).slice(0, PROMPT);

/** What the texts hold, cut into prompts of 2 KB. */
export function prompts(texts: readonly string[]): readonly string[] {
  const joined = texts.join('\n\n');
  return Array.from({ length: Math.floor(joined.length / PROMPT) }, (_, index) =>
    joined.slice(index * PROMPT, (index + 1) * PROMPT),
  );
}
