// What code with mutants in it looks at, as `globalThis.mutation`. Outside of a run no mutant is on.

let reached = new Uint8Array(1024);

export const mutation = {
  active: -1,
  hits: 0,
  mostHits: Infinity,

  /** The mutant that is on has been reached. */
  hit(): true {
    mutation.hits += 1;
    if (mutation.hits > mutation.mostHits) throw new Error('the mutant runs in circles');
    return true;
  },

  /** Where mutants are counted: these have been reached. */
  reach(...ids: readonly number[]): void {
    for (const id of ids) {
      if (id >= reached.length) {
        const larger = new Uint8Array(2 * id);
        larger.set(reached);
        reached = larger;
      }
      reached[id] = 1;
    }
  },
};

/** The ids of those that have been reached since the last call. */
export function takeReached(): readonly number[] {
  const ids: number[] = [];
  for (let id = reached.indexOf(1); id >= 0; id = reached.indexOf(1, id + 1)) ids.push(id);
  reached.fill(0);
  return ids;
}

Object.assign(globalThis, { mutation });
