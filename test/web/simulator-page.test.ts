import { readdirSync, readFileSync } from 'node:fs';
import { get as httpGet } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noFaults } from '../../src/doubles/port.ts';
import { moduleOf } from '../../src/web/simulator/assets.ts';
import { addSpan, readPoint } from '../../src/web/simulator/duration.ts';
import { buttonsOf, templateButtons } from '../../src/web/simulator/page/dingtalk-buttons.ts';
import { activeFaults, faultWords } from '../../src/web/simulator/page/fault-words.ts';
import { inlines, plainInlines } from '../../src/web/simulator/page/inline.ts';
import { opened, tokens } from '../../src/web/simulator/page/json-text.ts';
import { blocks } from '../../src/web/simulator/page/markdown.ts';
import { pausedBetween, separatorOf } from '../../src/web/simulator/page/time.ts';
import { presetsFrom } from '../../src/web/simulator/presets.ts';
import { type County, startCounty } from '../support/simulator-county.ts';

const at = (text: string): number => Date.parse(`${text}+08:00`);

describe('the files of the page', () => {
  let county: County;
  beforeAll(async () => {
    county = await startCounty();
  });
  afterAll(() => county.stop());

  it('are all there, module by module, with nothing left that a browser cannot read', async () => {
    const seen = new Set<string>();
    const walk = async (path: string): Promise<void> => {
      if (seen.has(path)) return;
      seen.add(path);
      const response = await fetch(new URL(path, county.url));
      expect(response.status, path).toBe(200);
      expect(response.headers.get('content-type'), path).toMatch(/^text\/javascript/);
      const source = await response.text();
      for (const [, name = ''] of source.matchAll(
        /(?:^|[;}\s])(?:import|export)\b[^'"]*?from\s*["']([^"']+)["']/g,
      )) {
        expect(name, path).toMatch(/^[./]/);
        await walk(new URL(name, new URL(path, county.url)).pathname);
      }
    };
    await walk('/simulator/page/main.ts');
    const files = readdirSync(join(import.meta.dirname, '../../src/web/simulator/page'));
    const modules = files.filter((file) => file.endsWith('.ts')).map((file) => `/simulator/page/${file}`);
    expect([...seen].filter((path) => path.includes('/page/')).sort()).toEqual(
      modules.filter((path) => !/(?:draw|form-state)\.ts$/.test(path)).sort(),
    );
  });

  it('stand in the page with every style sheet, and nothing inline', async () => {
    const page = await fetch(`${county.url}/simulator`);
    const source = await page.text();
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(source).not.toMatch(/<script(?![^>]*src=)|<style|\son\w+=|style="/);
    for (const [, path = ''] of source.matchAll(/(?:href|src)="([^"]+)"/g)) {
      expect((await fetch(new URL(path, county.url))).status, path).toBe(200);
    }
  });

  it('are not sent again when the browser has them', async () => {
    const address = `${county.url}/simulator/page/main.ts`;
    const tag = (await fetch(address)).headers.get('etag') ?? '';
    // fetch() asks past every cache once a condition is given by hand; a browser does not.
    const status = await new Promise<number | undefined>((resolve) => {
      httpGet(address, { headers: { 'if-none-match': tag } }, (response) =>
        resolve(response.resume().statusCode),
      );
    });
    expect(status).toBe(304);
  });

  it.each([
    'page/../router.ts',
    'page/%2e%2e%2frouter.ts',
    'page/none.ts',
    'vendor/express',
    'vendor/toString',
  ])('are only those of the page: %s', async (path) => {
    expect((await fetch(`${county.url}/simulator/${path}`)).status).toBe(404);
  });

  it('reach preact through their own addresses, also on one line', () => {
    expect(moduleOf("import type { A } from './a.ts';\nimport { h } from 'preact';").trim()).toBe(
      "import { h } from '/simulator/vendor/preact.mjs';",
    );
    expect(moduleOf("const from = 'preact';")).toBe("const from = 'preact';");
  });

  it('never put foreign text into the page as markup', () => {
    const folder = join(import.meta.dirname, '../../src/web/simulator/page');
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.ts'))) {
      expect(readFileSync(join(folder, file), 'utf8'), file).not.toMatch(
        /innerHTML|insertAdjacentHTML|document\.write/,
      );
    }
  });
});

describe('markdown', () => {
  it('reads what cards are made of', () => {
    const read = blocks(
      '## 标题\n第一行\n第二行\n\n- 甲\n  - 乙\n1. 丙\n> 引\n---\n| 人 | 数 |\n|---|--:|\n| 甲 | 1 |',
      'all',
    );
    expect(read.map(({ kind }) => kind)).toEqual([
      'heading',
      'paragraph',
      'list',
      'list',
      'quote',
      'rule',
      'table',
    ]);
    expect(read[2]).toMatchObject({ ordered: false, items: [{ depth: 0 }, { depth: 1 }] });
    expect(read[6]).toMatchObject({ rows: [[[{ text: '甲' }], [{ text: '1' }]]] });
  });

  it('breaks lines as each platform does', () => {
    const lines = (source: string, breaks: 'all' | 'two-spaces'): number =>
      blocks(source, breaks)
        .flatMap((block) => (block.kind === 'paragraph' ? block.content : []))
        .filter(({ kind }) => kind === 'break').length;
    expect(lines('甲\n乙', 'all')).toBe(1);
    expect(lines('甲\n乙', 'two-spaces')).toBe(0);
    expect(lines('甲  \n乙', 'two-spaces')).toBe(1);
  });

  it('reads mentions, colours, links and what was escaped', () => {
    expect(
      inlines(
        '**粗** <at id=ou_1></at> <font color=red>红</font> [批准](dtmd://x?a=1) &#42;星&#42; \\*不斜\\*',
      ),
    ).toMatchObject([
      { kind: 'bold' },
      { text: ' ' },
      { kind: 'at', id: 'ou_1' },
      { text: ' ' },
      { kind: 'colour', colour: 'red' },
      { text: ' ' },
      { kind: 'link', label: '批准', url: 'dtmd://x?a=1' },
      { text: ' *星* ' },
      { text: '*' },
      { text: '不斜' },
      { text: '*' },
    ]);
  });

  it('leaves markup that is not closed, and foreign tags, as words', () => {
    for (const source of [
      '**粗',
      '[标题](',
      '<script>alert(1)</script>',
      '<img src=x onerror=alert(1)>',
      '`',
      '<at id=',
    ]) {
      expect(
        inlines(source).every(({ kind }) => kind === 'text'),
        source,
      ).toBe(true);
    }
  });

  it('takes nothing in plain words for markup but mentions and addresses', () => {
    expect(plainInlines('**不粗** &lt; <at user_id="ou_1">向国平</at>\nhttps://a.cn/b，完')).toMatchObject([
      { text: '**不粗** &lt; ' },
      { kind: 'at', name: '向国平' },
      { kind: 'break' },
      { kind: 'link', url: 'https://a.cn/b' },
      { text: '，完' },
    ]);
  });

  it('shows a long line of half markup as it is', () => {
    const half = '**[<font '.repeat(400);
    expect(inlines(half)).toMatchObject([{ text: half }]);
  });
});

describe('DingTalk buttons', () => {
  it('are read in every spelling, in the order they are shown', () => {
    expect(buttonsOf({ btns: [{ title: '同意', actionURL: 'a' }] })).toEqual([{ label: '同意', url: 'a' }]);
    expect(buttonsOf({ singleTitle: '查看', singleURL: 'b' })).toEqual([{ label: '查看', url: 'b' }]);
    expect(buttonsOf({ actionTitle2: '二', actionURL2: 'd', actionTitle1: '一', actionURL1: 'c' })).toEqual([
      { label: '一', url: 'c' },
      { label: '二', url: 'd' },
    ]);
    expect(buttonsOf({ buttonTitle1: '是', buttonUrl1: 'e' })).toEqual([{ label: '是', url: 'e' }]);
    expect(templateButtons({ sys_full_json_obj: '{"msgButtons":[{"text":"好","url":"f"}]}' })).toEqual([
      { label: '好', url: 'f' },
    ]);
    expect(templateButtons({ sys_full_json_obj: '{broken' })).toEqual([]);
  });
});

describe('the wire', () => {
  it('opens JSON that travels inside a string, and leaves other words alone', () => {
    expect(opened({ content: '{"text":"[1]"}', note: '[不是 JSON' })).toEqual({
      content: { text: [1] },
      note: '[不是 JSON',
    });
  });

  it('colours JSON without changing it', () => {
    const json = JSON.stringify({ a: [1, -2.5e3, true, null], 'b:"c"': '引号"冒号:' }, null, 2);
    expect(
      tokens(json)
        .map(({ text }) => text)
        .join(''),
    ).toBe(json);
    expect(tokens('{"a": true}').map(({ kind }) => kind)).toEqual([
      'mark',
      'key',
      'mark',
      'mark',
      'word',
      'mark',
    ]);
  });
});

describe('time', () => {
  it('adds spans on the calendar and stops at the end of a month', () => {
    expect(addSpan(at('2027-01-31T09:00'), 'P1M')).toBe(at('2027-02-28T09:00'));
    expect(addSpan(at('2026-11-23T09:00'), 'P1Y2M3W4DT5H6M7S')).toBe(at('2028-02-17T14:06:07'));
    expect(readPoint('2026-12-01')).toBe(at('2026-12-01T00:00'));
    expect(readPoint('2026-12-01T01:00:00Z')).toBe(at('2026-12-01T09:00'));
  });

  it('knows the next workday and the first one of the next quarter', () => {
    const to = (now: string, label: string, workday?: (day: string) => boolean): number | undefined =>
      presetsFrom(at(now), workday).find((preset) => preset.label === label)?.to;
    expect(to('2026-11-27T10:00', '下一工作日')).toBe(at('2026-11-30T09:00'));
    expect(to('2026-11-23T08:00', '明早 9:00')).toBe(at('2026-11-24T09:00'));
    expect(to('2026-11-23T08:00', '下季度首个工作日')).toBe(at('2027-01-01T09:00'));
    expect(to('2026-12-31T23:30', '下季度首个工作日', (day) => day > '2027-01-03')).toBe(
      at('2027-01-04T09:00'),
    );
    expect(to('2026-01-02T08:00', '下季度首个工作日')).toBe(at('2026-04-01T09:00'));
  });

  it("stands between messages where the talk paused, in the county's days", () => {
    expect(pausedBetween(undefined, 1)).toBe(true);
    expect(pausedBetween(at('2026-11-23T23:59'), at('2026-11-24T00:01'))).toBe(true);
    expect(pausedBetween(at('2026-11-23T09:00'), at('2026-11-23T09:05'))).toBe(false);
    const now = at('2026-11-23T09:30');
    expect(separatorOf(at('2026-11-23T08:05'), now)).toBe('08:05');
    expect(separatorOf(at('2026-11-22T08:05'), now)).toBe('昨天 08:05');
    expect(separatorOf(at('2026-11-20T08:05'), now)).toBe('星期五 08:05');
    expect(separatorOf(at('2025-11-20T08:05'), now)).toBe('2025年11月20日 08:05');
  });
});

describe('faults', () => {
  it('all have a name and a sentence, and are counted when they are on', () => {
    const told = faultWords.flatMap((group) => group.faults);
    const named = new Set<string>(told.map(({ name }) => name));
    for (const name of Object.keys(noFaults)) {
      expect(named.has(name) || name === 'errorCode' || name === 'rateResetSeconds', name).toBe(true);
    }
    expect(told.every(({ label, says }) => label !== '' && says.endsWith('。'))).toBe(true);
    expect(activeFaults(noFaults)).toEqual([]);
    expect(activeFaults({ ...noFaults, deadSocket: true, errorCode: { code: 1, times: 2 } })).toEqual([
      '长连接假死',
      '指定错误码',
    ]);
  });
});
