/** The environment could not be understood. `problems` name each variable and what is expected, never its value. */
export class EnvironmentError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'EnvironmentError';
  }
}

/** Reads variables one by one and collects what is wrong with them, so that one start shows every mistake. */
export class Variables {
  readonly problems: string[] = [];

  constructor(private readonly values: Readonly<Record<string, string | undefined>>) {}

  /** The value; undefined when it is not set or empty. */
  optional(name: string): string | undefined {
    const value = this.values[name]?.trim();
    return value === '' ? undefined : value;
  }

  text(name: string, fallback: string): string {
    return this.optional(name) ?? fallback;
  }

  oneOf<Value extends string>(name: string, allowed: readonly Value[], fallback: Value): Value {
    const value = this.text(name, fallback);
    const found = allowed.find((candidate) => candidate === value);
    if (found === undefined) this.problem(name, `one of ${allowed.join(', ')}`);
    return found ?? fallback;
  }

  wholeNumber(name: string, from: number, to: number, fallback: number): number {
    const value = Number(this.text(name, String(fallback)));
    if (Number.isInteger(value) && value >= from && value <= to) return value;
    this.problem(name, `a whole number from ${from} to ${to}`);
    return fallback;
  }

  /** An address whose protocol is one of `protocols`, e.g. `https:`. */
  url(name: string, protocols: readonly string[]): string | undefined {
    const value = this.optional(name);
    if (value === undefined) return undefined;
    if (URL.canParse(value) && protocols.includes(new URL(value).protocol)) return value.replace(/\/+$/, '');
    this.problem(name, `an address beginning with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`);
    return undefined;
  }

  flag(name: string, fallback: boolean): boolean {
    return this.oneOf(name, ['true', 'false'], fallback ? 'true' : 'false') === 'true';
  }

  list(name: string): readonly string[] {
    return (this.optional(name) ?? '')
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '');
  }

  problem(name: string, expected: string): void {
    this.problems.push(`${name} must be ${expected}`);
  }

  /** Refuses variables of ours that nothing reads: a typing mistake must not switch protection off. */
  refuseUnknown(prefix: string, known: readonly string[]): void {
    for (const name of Object.keys(this.values)) {
      if (name.startsWith(prefix) && !known.includes(name)) this.problems.push(`${name} is not a variable of RADIANT`);
    }
  }

  /** @throws EnvironmentError when anything is wrong. */
  done(): void {
    if (this.problems.length > 0) throw new EnvironmentError(this.problems);
  }
}
