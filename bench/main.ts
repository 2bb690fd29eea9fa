/**
 * `npm run bench`: everything but the last; `npm run bench -- webhooks`,
 * `-- understand` or `-- scale`: one part. Ends with 1 when a requirement is missed.
 *
 *   --rounds 5    runs of each kind, of which the median is shown
 *   --events 4000 events of a run for throughput
 *   --seconds 5   length of a run for latencies
 *   --counties 10,100,1000,2843  sizes of the scale (some ten minutes and 6 GB of disk)
 *   --profile     writes a processor profile of the service (*.cpuprofile)
 *
 * BENCH_STATEMENTS=1 prints which statements the service has sent most often.
 */
import { parseArgs } from 'node:util';
import { benchDialogue } from './dialogue.ts';
import { benchUnderstand } from './understand.ts';
import { benchWebhooks } from './webhooks.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '5' },
    events: { type: 'string', default: '4000' },
    seconds: { type: 'string', default: '5' },
    counties: { type: 'string', default: '10,100,1000,2843' },
    profile: { type: 'boolean', default: false },
  },
});
const wanted = (part: string): boolean => positionals.length === 0 || positionals.includes(part);

let met = true;
if (wanted('webhooks')) {
  met = await benchWebhooks({
    rounds: Number(values.rounds),
    events: Number(values.events),
    seconds: Number(values.seconds),
    execArgv: values.profile ? ['--cpu-prof'] : [],
  });
}
if (wanted('dialogue')) met = benchDialogue() && met;
if (wanted('understand')) met = benchUnderstand() && met;
if (positionals.includes('scale')) {
  const { benchScale } = await import('./scale.ts');
  met = (await benchScale(values.counties.split(',').map(Number))) && met;
}
process.exitCode = met ? process.exitCode : 1;
