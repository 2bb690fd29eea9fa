/** `npm run jinyue -- …`: looking after a service from the terminal. See cli/words.ts for its commands. */
import { run } from './cli/run.ts';
import { readEnvironment } from './config.ts';

process.exitCode = await run(process.argv.slice(2), {
  env: readEnvironment(),
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
});
