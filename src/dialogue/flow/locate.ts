/** YAML with the lines kept, so that every fault can name one. */
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from 'yaml';
import type { Fault } from './flow.ts';

type Path = readonly (string | number)[];

export interface Located {
  value: unknown;
  /** The line of a key or an entry; of the nearest thing above it that exists otherwise. */
  lineOf(path: Path): number;
  faults: Fault[];
}

const YAML_WORDS: Record<string, string> = {
  DUPLICATE_KEY: '这个键写了两遍，请删掉一处',
  BAD_INDENT: '缩进不对，或者前面的括号、引号没有成对',
  TAB_AS_INDENT: '行首有 Tab，请换成空格',
  MISSING_CHAR: '少了引号、括号或逗号',
  UNEXPECTED_TOKEN: '这里多了符号，请检查括号、引号和逗号是否成对',
  MULTILINE_IMPLICIT_KEY: '上一行像是没写完：键后面要有英文冒号加一个空格',
  BLOCK_AS_IMPLICIT_KEY: '一行里有两个“: ”，后面那句话请用引号括起来',
  IMPOSSIBLE: '这里看不懂，请对照别的事项的写法',
};

/** Parses YAML 1.2 text. Never throws; what is wrong is in `faults`. */
export function locate(file: string, text: string): Located {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false });
  const lineAt = (offset: number) => counter.linePos(offset).line;
  const faults: Fault[] = document.errors.map((error) => ({
    file,
    line: lineAt(error.pos[0]),
    message: YAML_WORDS[error.code] ?? '格式不对，请检查这一行的冒号、缩进和引号',
  }));
  visit(document, {
    Scalar(_key, node) {
      if (node.type === 'PLAIN' && node.range && /^0\d+$/.test(node.source ?? ''))
        faults.push({
          file,
          line: lineAt(node.range[0]),
          message: `“${node.source}”以 0 开头，会被当成数字丢掉前面的 0，请加上引号："${node.source}"`,
        });
    },
  });
  return {
    value: document.errors.length > 0 ? undefined : document.toJS(),
    lineOf: (path) => lineAt(offsetOf(document.contents, path)),
    faults,
  };
}

function offsetOf(root: unknown, path: Path): number {
  let node = root;
  let offset = 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step));
      if (!pair) break;
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      offset = (node as Node | undefined)?.range?.[0] ?? offset;
    } else break;
  }
  return offset;
}
