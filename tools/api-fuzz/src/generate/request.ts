import type { Json } from '../description/json.js';

/** How far a request is from what the description asks for. */
export type Kind = 'valid' | 'near' | 'hostile';

/** A value of the address: a text as it is sent, or an id that the gateway has given to what it keeps. */
export type Segment = { readonly text: string } | { readonly known: number };

/** Whose key is shown; `stranger`: one that nobody has. */
export type Caller = 'usual' | 'other' | 'nobody' | 'stranger';

/** What is to be sent; ids stand in it as numbers, so that one seed always makes the same. */
export interface Plan {
  readonly kind: Kind;
  readonly method: string;
  /** By parameter. */
  readonly segments: Readonly<Record<string, Segment>>;
  /** Without `?`. */
  readonly query: string;
  readonly caller: Caller;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Json | Document | undefined;
}

/** A body that is sent as it is. */
export class Document {
  constructor(readonly bytes: string | Buffer) {}
}
