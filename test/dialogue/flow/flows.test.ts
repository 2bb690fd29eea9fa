import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sentenceOf } from '../../../src/dialogue/flow/flow.ts';
import { loadBook } from '../../../src/dialogue/flow/load.ts';
import { loadSuite, runSuite } from '../../../src/dialogue/flow/runner.ts';
import { jsonSchema } from '../../../src/dialogue/flow/schema.ts';

const dir = new URL('../../../flows/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, dir), 'utf8');
const files = readdirSync(dir).filter((file) => file.endsWith('.yaml'));
const { book, faults } = loadBook(
  files.filter((file) => !file.endsWith('.test.yaml')).map((file) => ({ file, text: read(file) })),
);

describe('the flows that come with the project', () => {
  it('have no fault', () => {
    expect(faults.map(sentenceOf)).toEqual([]);
  });

  it('are described by the schema that editors read', () => {
    expect(JSON.parse(read('flow.schema.json'))).toEqual(JSON.parse(JSON.stringify(jsonSchema())));
  });

  for (const file of files.filter((one) => one.endsWith('.test.yaml'))) {
    const loaded = loadSuite(file, read(file));
    it(`${file} can be read`, () => {
      expect(loaded.ok ? [] : loaded.faults.map(sentenceOf)).toEqual([]);
    });
    if (loaded.ok)
      for (const { name, failures } of runSuite(loaded.suite, book))
        it(`${loaded.suite.测试}：${name}`, () => {
          expect(failures).toEqual([]);
        });
  }
});
