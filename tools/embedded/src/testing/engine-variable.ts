/** What the run's global set-up has published. */
export function engineVariable(name: 'RADIANT_TEST_POSTGRES' | 'RADIANT_TEST_DYNAMODB'): string {
  const value = process.env[name];
  if (!value) {
    throw new Error(
      `${name} is not set: this project's jest.config.mjs must export jest.engines.mjs of the workspace.`,
    );
  }
  return value;
}
