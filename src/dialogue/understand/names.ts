import { looksSpoken } from './common-words.ts';
import { sourceOf } from './source.ts';
import { surnameLength } from './surnames.ts';
import { ending } from './words.ts';

/** A name found. `cue`: it was announced (我叫, 姓名). */
export interface NameHit {
  name: string;
  span: [number, number];
  full: boolean;
  cue: boolean;
}

/** A piece of the folded text between separators. */
interface Piece {
  text: string;
  from: number;
  /** What separated it from the piece before. */
  gap: 'blank' | 'mark';
}

const CUE =
  /^(?:(?:您好|你好|嗯|哦|好的?|那个?|啊|不对|错了|说错了|写错了)*)(?:(?:我的?|本人的?|申请人的?|真实|他的?|她的?)?(?:名字|姓名|全名|大名|人名)(?:改成|改为|应该)?(?:是|叫做?|为|:)*|(?:我|本人|鄙人|他|她|孩子|学生)(?:就|名)?(?:叫做?|是)|(?:本人|申请人)姓名:?|本人:?|就?叫做?|我叫|称呼我?为?|改成|改为|换成|应该(?:是|叫)|就?是|免贵姓?|:)/;
const STRONG = /名字|姓名|全名|大名|叫|本人|免贵/;
const DENIED = /^(?:我|名字|姓名)?(?:不是|不叫|并非|并不是|不要写)/;
const TRAILING = ending(
  '吧|啊|呀|哦|呢|哈|哟|先生|女士|同志|本人|的|就行|就好|即可|就可以了?|谢谢|[.。!！~]',
);
/** Words that end a name when no mark does: 我叫王小明身份证110…. */
const STOPS =
  /身份证|手机|电话|微信|联系|性别|今年|现年|年龄|来自|住在|就职|任职|毕业|现在|目前|籍贯|民族|汉族|苗族|壮族|土家|畲族|彝族|男|女|本科|硕士|博士|邮箱|想|要|在|不是|出生|生于/;
const HAN = /^\p{Script=Han}+$/u;
const DOTTED = /^\p{Script=Han}{1,12}(?:[·•・‧.]\p{Script=Han}{1,12}){1,4}$/u;
const LATIN = /^[A-Za-z][A-Za-z'.-]{1,20}(?: [A-Za-z][A-Za-z'.-]{0,20}){0,4}$/;
const LATIN_NOT =
  /^(?:ok|okay|yes|no|hi|hello|hey|test|skip|cancel|help|none|null|stop|quit|n|y|bye|thanks|thank you)$/i;

function piecesOf(s: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  let gap: Piece['gap'] = 'mark';
  for (let k = 0; k <= s.length; k++) {
    const c = s.charAt(k);
    if (k < s.length && !/[,，。;；、!！?？()（）[\]【】"“”/|\n\t]/.test(c)) continue;
    if (k > from) pieces.push({ text: s.slice(from, k), from, gap });
    from = k + 1;
    gap = 'mark';
  }
  return pieces;
}

/** Could these characters be a person's name? `announced`: then no surname list is asked. */
function isName(text: string, announced: boolean): boolean {
  if (LATIN.test(text)) return !LATIN_NOT.test(text);
  if (DOTTED.test(text)) return true;
  if (!HAN.test(text) || looksSpoken(text)) return false;
  const surname = surnameLength(text);
  const given = text.length - surname;
  if (surname > 0 && given >= 1 && given <= (surname > 1 ? 3 : 2)) return true;
  if (announced) return text.length >= 2 && text.length <= 12;
  // Names of four and more characters: double surnames, and names of peoples whose names are longer.
  if (surname === 1 && text.length === 4 && !TALK.test(text)) return true;
  if (surname > 0 && text.length >= 4 && text.length <= 8) return LONG_NAME.test(text);
  return LONG_NAME.test(text) && text.length >= 3 && text.length <= 12;
}

/** What four characters that begin like a name but are talk are made of. */
const TALK =
  /[登记填写查询申请办理政策补贴公寓报名预约联系电话手机地址单位学历职称时间日期上下午今明昨后前个点号月年天周不没可以会能要想有在去来给把被就才还又太很吧市区县镇村乡省路街层次级类型证件照片资料提示情况问题办法方便钱费]/;

/** Characters that long transliterated names are written with. */
const LONG_NAME =
  /^[梅措吉旦阿卜杜拉买提麦合木江艾尼瓦尔古丽热依汗吐逊帕提阿不都外力玉素甫赛米吾库努尔德巴特斯格乌其苏日娜图雅扎西卓玛多吉次仁达娃央金平措旺堆桑洛松顿珠曲珍边罗布索朗加白强木塔依克哈孜别布拉伊卡迪里肉孜曼沙亚生居来提玛那孜吾买尔江伯托乎迈穆再纳比利亚森司义铁毛祖农克力孟根其木格朝鲁宝音满都呼和斯琴高娃萨仁花胡拜地]+$/;

/** Joins characters that somebody set apart: 李 四 -> 李四; 欧阳 娜娜; but 雷庆元 男. */
function joinSpaced(s: string): string {
  const parts = s.split(' ');
  const first = parts[0] ?? '';
  if (!HAN.test(first) || surnameLength(first) !== first.length) return first;
  let name = first;
  for (const part of parts.slice(1)) {
    if (!HAN.test(part) || /^(?:男|女|汉族)$/.test(part) || (name.length > first.length && part.length > 1))
      break;
    if (name.length + part.length > first.length + 2) break;
    name += part;
  }
  return name;
}

function cut(text: string): string {
  const stop = STOPS.exec(text.slice(1));
  const head = stop === null ? text : text.slice(0, stop.index + 1);
  return head.replace(/[\d:+].*$/s, '').replace(TRAILING, '');
}

function readPiece(
  piece: Piece,
): { name: string; from: number; announced: boolean; rest: boolean; strong: boolean } | undefined {
  let { text, from } = piece;
  if (DENIED.test(text)) {
    const then = /(?:而)?(?:是|叫)([^是叫]+)$/.exec(text.slice(2));
    if (then?.[1] === undefined || !/[,，而]/.test(text)) return undefined;
    text = then[1];
  }
  const cue = CUE.exec(text)?.[0] ?? '';
  if (cue !== '' && cue.length < text.length) {
    text = text.slice(cue.length);
    from += cue.length;
  }
  while (text.startsWith(' ') || text.startsWith(':')) {
    text = text.slice(1);
    from++;
  }
  const name = cut(text);
  if (!isName(name, cue !== '' && STRONG.test(cue))) return undefined;
  const rest = text.slice(name.length).replace(TRAILING, '') !== '';
  return { name, from, announced: cue !== '', rest, strong: cue !== '' && STRONG.test(cue) };
}

/** Whether it is a nickname or a title rather than a name: 陈总, 老周, 小李, 李教授. */
function isTitle(name: string): boolean {
  return (
    /^(?:老|小|阿|大)\p{Script=Han}$/u.test(name) ||
    /(?:总|工|老师|教授|主任|书记|局长|经理|医生|师傅|先生|女士|县长|部长|科长|镇长|院长|校长|哥|姐|叔|姨)$/.test(
      name.slice(1),
    )
  );
}

/** Blanks matter for names (雷庆元 男), so the text is cut at them. */
function spacedPieces(text: string): Piece[] {
  const out: Piece[] = [];
  for (const piece of piecesOf(text.replace(/[\u3000\t]/g, ' '))) {
    const lead = piece.text.length - piece.text.trimStart().length;
    const text2 = piece.text.trim();
    if (text2 === '') continue;
    if (LATIN.test(text2)) {
      out.push({ text: text2, from: piece.from + lead, gap: piece.gap });
      continue;
    }
    const joined = joinSpaced(text2.replace(/ +/g, ' '));
    let from = piece.from + lead;
    if (joined.length > 1 && text2.replace(/ /g, '').startsWith(joined) && !text2.startsWith(joined)) {
      out.push({ text: joined, from, gap: piece.gap });
      continue;
    }
    for (const part of text2.split(/( +)/)) {
      if (part.trim() !== '')
        out.push({ text: part, from, gap: from === piece.from + lead ? piece.gap : 'blank' });
      from += part.length;
    }
  }
  return out;
}

/**
 * Names in an answer to 请问您的姓名, best first and taken verbatim. A name
 * may be any that Chinese law allows, so what is asked is whether the words
 * can be one (a surname, a transliteration, an announcement), not whether it
 * is known. 不知道, 取消, 下周三 and other talk are no names.
 */
export function readName(text: string): NameHit[] {
  const folded = foldSame(text.slice(0, 1000));
  if (/^\s*(?:我|请|您好|你好)?(?:想问|问一下|请问|为什么|为啥|怎么|什么)/.test(folded)) return [];
  const pieces = spacedPieces(folded);
  const family = /(?:我|免贵|本人)姓((?!名)\p{Script=Han})/u.exec(folded)?.[1];
  const hits: (NameHit & { rank: number })[] = [];
  for (const piece of pieces) {
    const found = readPiece(piece);
    if (found === undefined) continue;
    let { name } = found;
    if (family !== undefined && name === family) continue;
    if (family !== undefined && found.announced && !name.startsWith(family) && name.length <= 2)
      name = family + name;
    const title = isTitle(name);
    const full = pieces.length === 1 && !found.rest;
    const rank = (found.strong ? 2 : 0) + (found.announced ? 1 : 0) + (piece === pieces[0] ? 0.5 : 0);
    if (title) continue;
    hits.push({ name, span: spanAt(text, found.from, found.name), full, cue: found.strong, rank });
  }
  const afterCorrection = /(?:不对|说错|写错|改成|改为|换成|应该是|打错)/.exec(folded)?.index ?? -1;
  const kept = hits.filter((h) => h.span[0] > afterCorrection);
  const chosen = afterCorrection >= 0 && kept.length > 0 ? kept : hits;
  const best = chosen.sort((a, b) => b.rank - a.rank);
  const strong = best.filter((h) => h.rank >= 1);
  return (strong.length > 0 ? strong : best.slice(0, 3)).map(({ rank: _, ...hit }) => hit);
}

/** Full width folded one to one, so that every index still holds. */
function foldSame(text: string): string {
  return [...text]
    .map((c) =>
      c.length === 1 && c >= '！' && c <= '～' ? String.fromCharCode(c.charCodeAt(0) - 0xfee0) : c,
    )
    .join('');
}

function spanAt(text: string, from: number, name: string): [number, number] {
  let to = from;
  for (let k = 0; k < name.length && to < text.length; ) {
    if (text.charAt(to) !== ' ' || name.charAt(k) === ' ') k++;
    to++;
  }
  return [from, to];
}

/** Names that announce themselves (我叫…, 姓名：…), for text in which none was asked for. */
export function announcedNames(text: string): NameHit[] {
  if (!/叫|姓名|名字|本人|大名/.test(text) || /^我?叫我/.test(sourceOf(text).s)) return [];
  return readName(text).filter((hit) => hit.cue);
}
