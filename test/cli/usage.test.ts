import { describe, expect, it } from 'vitest';
import { table, widthOf } from '../../src/cli/table.ts';
import { nearest, usages } from '../../src/cli/words.ts';
import { folderOfTest, type } from './terminal.ts';

describe('help', () => {
  it.each([[[]], [['help']], [['--help']], [['inbox', '-h']]])('is the answer to %j', async (words) => {
    const { code, out } = await type(words);
    expect(code).toBe(0);
    for (const { words: command } of usages) expect(out).toContain(command);
  });
});

describe('a command typed wrongly', () => {
  it.each([
    [['inbx', 'list'], 'inbox list'],
    [['outbox', 'lst'], 'outbox list'],
    [['inbox'], 'inbox list'],
    [['outbox', 'rety', '3'], 'outbox retry'],
    [['repaly', 'x.json'], 'replay'],
    [['hlep'], 'help'],
  ])('%j is answered with the nearest one', async (words, meant) => {
    const { code, out, err } = await type(words);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(`npm run jinyue -- ${meant} 吗`);
  });

  it('gets no guess when nothing is near', async () => {
    expect(nearest('database vacuum')).toBeUndefined();
    const { code, err } = await type(['database', 'vacuum']);
    expect(code).toBe(2);
    expect(err).not.toContain('您是想用');
    expect(err).toContain('npm run jinyue -- help');
  });

  it.each([
    [['inbox', 'retry', 'abc'], '“abc”不是编号'],
    [['inbox', 'retry', '-3'], '-3'],
    [['outbox', 'retry', '0'], '不是编号'],
    [['outbox', 'retry', '9'.repeat(30)], '不是编号'],
    [['inbox', 'list', '3'], '太多'],
    [['inbox', 'retry', '1', '2'], '太多'],
    [['replay'], '哪个文件'],
    [['replay', 'x.json', '--agian'], '--agian'],
  ])('%j is refused before the database is opened', async (words, said) => {
    const { code, err } = await type(words, { DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none' });
    expect(code).toBe(2);
    expect(err).toContain(said);
  });
});

describe('a setting or a database that is not there', () => {
  it('a wrong setting is told in a sentence', async () => {
    const { code, err } = await type(['inbox', 'list'], { PORT: 'many' });
    expect(code).toBe(1);
    expect(err).toContain('PORT 应为');
  });

  it('a service that has never run is told so, and no database is made', async () => {
    const folder = folderOfTest();
    const { code, err } = await type(['inbox', 'list'], { DATA_DIR: folder });
    expect(code).toBe(1);
    expect(err).toContain('npm start');
  });

  it('a database out of reach is named without its password', async () => {
    const { code, err } = await type(['inbox', 'list'], {
      DATABASE_URL: 'postgresql://jinyue:hush@127.0.0.1:1/jinyue',
      DATA_DIR: folderOfTest(),
    });
    expect(code).toBe(1);
    expect(err).toContain('127.0.0.1:1/jinyue');
    expect(err).not.toContain('hush');
  });

  it('a file that is not there', async () => {
    const { code, err } = await type(['replay', 'nowhere.json'], { DATA_DIR: folderOfTest() });
    expect(code).toBe(1);
    expect(err).toContain('找不到文件 nowhere.json');
  });
});

describe('a table', () => {
  it('counts a Chinese character as two columns', () => {
    expect([widthOf('abc'), widthOf('编号'), widthOf('a编（1）')]).toEqual([3, 4, 8]);
  });

  it('lines its columns up and keeps a row on a line', () => {
    const lines = table(
      ['编号', '原因'],
      [
        ['1', 'two\nlines'],
        ['1234567', '中文'],
      ],
    );
    expect(lines).toEqual(['编号     原因', '-------  ---------', '1        two lines', '1234567  中文']);
  });
});
