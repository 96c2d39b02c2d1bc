/** A kind of call to a gateway that is measured for itself. */
export interface Route {
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  /** What the upstream must see of the prompt's identifiers, and the client get back where they were hidden. */
  readonly identifiers: 'passed' | 'hidden and restored';
}

/** How a gateway in front of the fake upstream is started, and how it is called. */
export interface Gateway {
  readonly name: string;
  readonly argv: (port: number) => readonly string[];
  readonly env: (port: number) => Readonly<Record<string, string>>;
  /** Of the chat completions. */
  readonly path: string;
  readonly routes: readonly Route[];
}
