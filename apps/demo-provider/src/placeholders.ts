const PLACEHOLDER = /\[PHI_[A-Z0-9_]+_[0-9]+\]/g;

/** Distinct placeholders such as `[PHI_NAME_48201]`, in the order in which they occur. */
export function placeholdersIn(text: string): string[] {
  return [...new Set(text.match(PLACEHOLDER))];
}
