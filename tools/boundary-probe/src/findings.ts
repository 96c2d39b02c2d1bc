import { CYCLES, type Planted, type Violation } from './planted.js';

/** One report of ESLint or dependency-cruiser. */
export interface Finding {
  /** Path from the workspace's root. */
  readonly file: string;
  /** `parse error` when the file could not be read. */
  readonly rule: string;
  readonly message: string;
}

interface EslintResult {
  readonly filePath: string;
  readonly messages: readonly { readonly ruleId: string | null; readonly message: string }[];
}

interface CruiseResult {
  readonly summary: {
    readonly violations: readonly { readonly from: string; readonly rule: { readonly name: string } }[];
  };
}

/** @param json what `eslint --format json` wrote. @param root the absolute path that the files are reported under. */
export function eslintFindings(json: string, root: string): Finding[] {
  const results = JSON.parse(json) as EslintResult[];
  return results.flatMap(({ filePath, messages }) =>
    messages.map(({ ruleId, message }) => ({
      file: filePath.slice(root.length + 1).replaceAll('\\', '/'),
      rule: ruleId ?? 'parse error',
      message,
    })),
  );
}

/** @param json what `depcruise --output-type json` wrote. */
export function cycleFindings(json: string): Finding[] {
  const { summary } = JSON.parse(json) as CruiseResult;
  return summary.violations
    .filter(({ rule }) => rule.name === CYCLES)
    .map(({ from }) => ({ file: from, rule: CYCLES, message: 'this file leads back to itself' }));
}

/** Whether `findings` hold this violation: the expected rule, on the expected file, for the expected reason. */
export const isCaught = (violation: Violation, findings: readonly Finding[]): boolean =>
  findings.some(
    ({ file, rule, message }) => file === violation.file && rule === violation.rule && message.includes(violation.says),
  );

/** What was reported on files on which nothing should be. */
export const falseAlarms = (allowed: readonly Planted[], findings: readonly Finding[]): Finding[] => {
  const files = new Set(allowed.map(({ file }) => file));
  return findings.filter(({ file }) => files.has(file));
};
