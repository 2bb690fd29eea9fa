import type { Value } from './value.ts';

const side = (x: string | number | undefined): string => (x === undefined ? '' : String(round(x)));

/** Binary dust off sums of tenths; at most two decimals are ever said. */
function round(x: string | number): string | number {
  return typeof x === 'number' ? Math.round(x * 100) / 100 : x;
}

/** The notation the cases use: `date|2026-12-01`, `moneyrng|200000|250000`; an open side is empty. */
export function write(value: Value): string {
  switch (value.kind) {
    case 'date':
      return `date|${value.date}`;
    case 'time':
      return `time|${value.time}`;
    case 'datetime':
      return `datetime|${value.datetime}`;
    case 'daterange':
    case 'datetimerange':
    case 'timerange':
      return `${value.kind}|${side(value.from)}|${side(value.to)}`;
    case 'duration':
      return `duration|${side(value.seconds)}`;
    case 'durationrange':
      return `durationrange|${side(value.low)}|${side(value.high)}`;
    case 'workdays':
      return value.most === undefined
        ? `duration-wd|${value.days}`
        : `duration-wd|${value.days}|${value.most}`;
    case 'set':
      return `set|${value.timex}`;
    case 'number':
      return `n|${side(value.n)}`;
    case 'numberrange':
      return `rng|${side(value.low)}|${side(value.high)}`;
    case 'money':
      return `money|${side(value.yuan)}`;
    case 'moneyrange':
      return `moneyrng|${side(value.low)}|${side(value.high)}`;
    case 'percent':
      return `pct|${side(value.percent)}`;
    case 'phone':
      return `phone|${value.phone}`;
    case 'id-number':
      return `id|${value.id}`;
    case 'email':
      return `email|${value.email}`;
    case 'name':
      return `name|${value.name}`;
    case 'choice':
      return `choice|${value.choice}`;
    case 'choices':
      return `choices|${value.choices.join(',')}`;
    case 'yes-no':
      return `yes-no|${value.yes ? '是' : '否'}`;
    case 'text':
      return `text|${value.text}`;
    case 'unknown':
      return `unknown|${value.reason}`;
  }
}
