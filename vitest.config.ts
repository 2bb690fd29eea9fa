import { defineConfig } from 'vitest/config';

/** Rooms that are pure or speak only HTTP: their tests start without waiting for a PostgreSQL. */
const WITHOUT_DATABASE = ['*', 'dialogue/**/*', 'channels/**/*', 'doubles/**/*', 'scripts/**/*'].map(
  (tests) => `test/${tests}.test.ts`,
);

export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      { extends: true, test: { name: 'pure', include: WITHOUT_DATABASE } },
      {
        extends: true,
        test: {
          name: 'database',
          include: ['test/**/*.test.ts'],
          exclude: [...WITHOUT_DATABASE, '**/node_modules/**'],
          globalSetup: ['test/support/postgres-setup.ts'],
        },
      },
    ],
  },
});
