import { Counter, Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { counting } from '../../src/app/works.ts';
import type { Turn } from '../../src/county/turn.ts';

it('counts a turn that fails by the class of its error, and lets the failure through', async () => {
  const registers = [new Registry()];
  const errors = new Counter({ name: 'errors', help: 'x', labelNames: ['class'], registers });
  const decide = counting({ errors }, () => Promise.reject(new RangeError('no')));
  await expect(decide({} as Turn)).rejects.toThrow('no');
  expect((await errors.get()).values).toEqual([{ labels: { class: 'RangeError' }, value: 1 }]);
});
