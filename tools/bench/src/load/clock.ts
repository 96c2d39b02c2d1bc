/** Monotonic time in ns, the same in every process of the machine; exact for 104 days of uptime. */
export function nanoseconds(): number {
  const [seconds, rest] = process.hrtime();
  return seconds * 1e9 + rest;
}
