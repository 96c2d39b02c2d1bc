import TestSequencer from '@jest/test-sequencer';

/** Tests that start the product in processes of their own, which take the longest. */
const STARTS_THE_PRODUCT = /\/tools\/(start|harness|api-fuzz)\/test\/|\/admin-api\/test\/adversity\//;

/**
 * Jest begins with the files that took the longest, and on a clean clone, where it does not know, with the largest. The
 * longest of ours are among the smallest: they would be what everybody waits for at the end.
 */
export default class LongestFirst extends TestSequencer {
  sort(tests) {
    const isFirst = ({ path, duration }) => Number(duration === undefined && STARTS_THE_PRODUCT.test(path));
    return [...super.sort(tests)].sort((one, other) => isFirst(other) - isFirst(one));
  }
}
