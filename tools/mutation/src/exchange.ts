// What the driver sends to a process that runs specs, and what that answers.

/** A test by the module of its spec, and its place there. */
export interface TestPlace {
  readonly file: string;
  readonly test: number;
}

export interface RunRequest {
  /** Modules of specs to load, unless they are loaded. */
  readonly files: readonly string[];
  /** Which of their tests to run, in this order, until one fails. All, in theirs, when left out. */
  readonly order?: readonly TestPlace[];
  /** For fast-check. */
  readonly seed: number;
  /** The mutant that is on, while modules are loaded too. */
  readonly mutant?: number;
  /** How often it may be reached: it runs in circles when it is reached more often. */
  readonly mostHits: number;
  /** Milliseconds of processor time, after which the process ends itself. */
  readonly processorMs: number;
}

export interface TestRun extends TestPlace {
  readonly ms: number;
  /** Mutants that it reached: their ids. */
  readonly reached: readonly number[];
}

export interface RunAnswer {
  /** Of the tests that passed. */
  readonly runs: readonly TestRun[];
  /** Mutants that the loading of the modules reached. */
  readonly reachedByLoading: readonly number[];
  /** How often the mutant that is on was reached. */
  readonly hits: number;
  readonly failed?: {
    readonly message: string;
    /** Whether the same test passes once the mutant is off: otherwise it was something else that failed it. */
    readonly passesWithout: boolean;
  };
}
