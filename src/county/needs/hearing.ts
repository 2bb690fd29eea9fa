/** One message of a talk about needs: what becomes of each of its matters, and what is answered. */
import type { FlowBook } from '../../dialogue/flow/flow.ts';
import { isPlain } from '../../dialogue/need/told.ts';
import { wordsFound } from '../../dialogue/need/topics.ts';
import { onlyAsks } from '../../dialogue/need/words.ts';
import type { Post } from '../../dialogue/post.ts';
import { ask, type ReplyPart } from '../../dialogue/reply.ts';
import { worldOf } from '../cases/act.ts';
import { type CaseFile, loadCase } from '../cases/file.ts';
import { supplement } from '../cases/supplement.ts';
import { withdrawCases } from '../cases/undo.ts';
import { noteChange } from '../changes.ts';
import type { Conversation } from '../conversation.ts';
import { type Duty, defaultDuties } from '../duties/defaults.ts';
import { shortDay } from '../standings.ts';
import type { Outcome, Turn } from '../turn.ts';
import { bringUp, CONDUCT, contentOf, type Told, wishesOf } from './bring-up.ts';
import { sharing } from './sharing.ts';
import type { NeedTalk, RaisedCase } from './talk.ts';
import { askWords, caseLine, consentParts, line, replyOf, waitsForConsent } from './words.ts';

export class Hearing {
  readonly #turn: Turn;
  readonly #book: FlowBook;
  readonly #talk: NeedTalk | undefined;
  /** The cases of the talk as they stood before this message. */
  readonly #files: readonly CaseFile[];
  readonly #opened: CaseFile[] = [];
  readonly #posts: Post[] = [];
  readonly #lines: string[] = [];
  /** What nobody could place. */
  readonly #left: string[] = [];
  #cases: RaisedCase[];
  #last: string | undefined;
  #asks: NeedTalk['asks'];
  #sorry = false;
  #settled = false;
  #which: RaisedCase[] = [];

  constructor(turn: Turn, book: FlowBook, talk: NeedTalk | undefined, files: readonly CaseFile[]) {
    this.#files = files.filter(({ standing }) => !standing.stage.final);
    this.#turn = turn;
    this.#book = book;
    this.#talk = talk;
    // What was withdrawn or settled meanwhile is said anew.
    const over = files.filter(({ standing }) => standing.stage.final).map(({ row }) => row.no);
    this.#cases = (talk?.cases ?? []).filter(({ no }) => !over.includes(no));
    this.#last = talk?.last;
    this.#asks = talk?.asks;
  }

  async take(told: Told, late: boolean): Promise<void> {
    const before = this.#opened.length + this.#lines.length;
    await this.#place(told, late);
    if (this.#opened.length + this.#lines.length > before)
      for (const { said, date } of told.days) this.#lines.push(`“${said}”记作${shortDay(date)}。`);
  }

  async #place(told: Told, late: boolean): Promise<void> {
    const about = this.#caseOf(told);
    if (told.takenBack && this.#cases.length > 0) return this.#takeBack(told, about);
    if (about && !this.#isAnother(told, about) && (late || saysMore(told) || told.stated))
      return this.#add(about, told);
    if (isPlain(told)) return this.#open(told);
    // 算了 alone: the question that was asked is dropped, else it is asked what is meant.
    if (told.dropped.length > 0 && this.#cases.length > 0) return this.#dropAll();
    const words = contentOf(told);
    if (words) this.#left.push(words);
  }

  /**
   * The case more is said of: by its topic or the family it is about, by the
   * words it shares, else the one a question was asked about, else the last.
   */
  #caseOf(told: Told): RaisedCase | undefined {
    const bare = told.dropped.includes('') && told.dropped.length === 1 && !contentOf(told);
    if (told.kind === 'suggestion' || bare) return undefined;
    const named = this.#named(told);
    if (named) return named;
    const ofItsOwn = told.conduct || (told.topic && !told.topic.weak && told.stated);
    if (ofItsOwn || (told.another && isPlain(told))) return undefined;
    const asked = this.#asks && (told.place || told.hours) ? this.#asks.no : undefined;
    const shared = asked ? undefined : sharing(told, this.#files);
    return this.#cases.find(({ no }) => no === (asked ?? shared ?? this.#last));
  }

  #named(told: Told): RaisedCase | undefined {
    if (told.conduct) return this.#cases.findLast(({ topic }) => topic === CONDUCT);
    const { topic } = told;
    const same = topic && this.#cases.findLast((one) => one.topic === topic.name);
    if (same) return same;
    const about = (one: RaisedCase): Duty | undefined => defaultDuties.find(({ name }) => name === one.topic);
    const kin =
      topic &&
      this.#cases.findLast((one) => {
        const duty = about(one);
        return duty !== undefined && duty.family !== undefined && duty.family === topic.family;
      });
    return kin ?? this.#ofFamily(told);
  }

  /** 她有会计证, 孩子在读五年级: the case that is about them. */
  #ofFamily(told: Told): RaisedCase | undefined {
    const text = [...told.words, ...told.asides].join('，');
    if (told.topic || !(told.asides.length > 0 || /^[他她]/u.test(text))) return undefined;
    const child = /孩子|小孩|娃|儿子|女儿|宝宝/u.test(text);
    return this.#cases.findLast(({ topic }) => topic === (child ? '子女入学' : '配偶就业'));
  }

  /** Said with 还有 and with a complaint of its own about another thing: 还有空调也坏了. */
  #isAnother(told: Told, about: RaisedCase): boolean {
    if (!isPlain(told)) return false;
    if (told.conduct) return about.topic !== CONDUCT;
    if (!told.topic || told.topic.name !== about.topic)
      return told.topic !== undefined && !told.topic.weak && about !== this.#named(told);
    return told.another && wordsFound(contentOf(told), told.topic).length > 0;
  }

  async #open(told: Told): Promise<void> {
    // A room number said before another complaint answers what was asked.
    if (told.place && this.#asks?.what === 'place') {
      await this.#addTo(this.#asks.no, { content: [told.place] });
      this.#asks = undefined;
    }
    const made = await bringUp(this.#turn, this.#book, told, this.#talk);
    if (!made) {
      this.#lines.push(
        '您反映的情况涉及人才办负责人，我们不便经手，这里没有保存。请直接向纪检监察机关反映，电话 12388。',
      );
      return;
    }
    const { file, posts, raised, earlier } = made;
    this.#opened.push(file);
    this.#posts.push(...posts);
    this.#cases = [...this.#cases, raised];
    this.#last = raised.no;
    if (told.kind === 'need' && (told.repeated || told.conduct)) this.#sorry = true;
    if (earlier.length > 0)
      this.#lines.push(`查到您${earlier.join('、')}报过还没办完的 ${earlier.length} 次，这次加急一并督办。`);
    if (told.kind === 'suggestion') this.#lines.push('建议按匿名转，想署名请说“署名”。');
    if (told.topic?.onSite && !told.conduct && !this.#asks)
      this.#asks = told.place
        ? told.hours
          ? undefined
          : this.#hoursOf(raised.no, told.day)
        : { no: raised.no, what: 'place' };
  }

  #hoursOf = (no: string, day: string | undefined): NeedTalk['asks'] => ({
    no,
    what: 'hours',
    ...(day ? { day } : {}),
  });

  async #add(about: RaisedCase, told: Told): Promise<void> {
    const { no } = about;
    const asked = this.#asks?.no === no ? this.#asks : undefined;
    const day = told.day ?? asked?.day;
    const wishes = wishesOf(told, day);
    const family = defaultDuties.find(({ name }) => name === about.topic)?.ofFamily === true;
    const words =
      family && told.asides.length > 0 ? [...new Set([...told.words, ...told.asides])] : told.words;
    const said = words.filter((word) => !family || word !== '家有幼儿').join('，');
    const content = [
      ...(told.place && !said.includes(told.place) ? [told.place] : []),
      ...(said ? [said] : []),
    ];
    const demands = told.words.length + told.dropped.length > 0 || told.hours ? wishes : told.demands;
    const urgent = told.urgent || told.repeated;
    await this.#addTo(no, { content, demands, ...(urgent ? { urgent } : {}) });
    this.#last = no;
    if (asked?.what === 'place' && told.place) {
      this.#asks = undefined;
      this.#settled = true;
    }
    if (told.hours) {
      this.#asks = undefined;
      this.#settled = true;
    } else if (told.day && demands.length > 0) this.#asks = this.#hoursOf(no, told.day);
  }

  async #addTo(
    no: string,
    more: { content?: string[]; demands?: string[]; urgent?: boolean; answers?: Record<string, unknown> },
  ): Promise<void> {
    const added = await supplement(this.#turn, this.#book, no, more, '本人');
    if (!added) {
      this.#lines.push(`${no} 已经办结，没有补进去。要再反映，请把事情再说一遍。`);
      return;
    }
    this.#posts.push(...added.posts);
    const said = [...(more.content ?? []), ...(more.demands ?? [])].join('，');
    const hurry = more.urgent ? '，已加急' : '';
    this.#lines.push(
      `已补到 ${no}${added.file.row.title ? ` ${added.file.row.title}` : ''}：${said}${hurry}。`,
    );
  }

  async #takeBack(told: Told, about: RaisedCase | undefined): Promise<void> {
    const named = this.#named(told);
    const shared = told.topic ? undefined : sharing(told, this.#files);
    const meant = named ?? (shared ? about : this.#cases.length === 1 ? this.#cases[0] : undefined);
    if (!meant) {
      this.#which = this.#cases;
      return;
    }
    const refused = await withdrawCases(this.#turn, this.#book, [meant.no], this.#posts);
    this.#lines.push(refused ?? `${meant.no} 已撤回，其余的照办。以后需要，随时再说。`);
    if (!refused) this.#cases = this.#cases.filter(({ no }) => no !== meant.no);
    if (this.#asks?.no === meant.no) this.#asks = undefined;
    this.#last = this.#cases.at(-1)?.no ?? '';
    this.#settled = true;
  }

  #dropAll(): void {
    if (this.#asks) {
      this.#asks = undefined;
      this.#lines.push('好的，这个不用说了，事情照办。');
    } else this.#which = this.#cases;
  }

  async outcome(state: Conversation): Promise<Outcome | undefined> {
    const { undoMinutes } = this.#turn.county.settings;
    if (this.#opened.length + this.#lines.length + this.#which.length === 0) return undefined;
    if (this.#opened.length > 0) {
      const nos = this.#opened.map(({ row }) => row.no);
      await noteChange(this.#turn, `case:${nos[0]}`, `反映 ${nos.join('、')}`, { kind: 'raised', nos });
    }
    const open = this.#settled && !this.#asks && this.#cases.length > 1;
    const all = open ? await filesOf(this.#turn, this.#book, this.#cases) : [];
    const asked = this.#cases.find(({ no }) => no === this.#asks?.no);
    // A question is put once, not under every answer.
    const fresh = JSON.stringify(this.#asks) !== JSON.stringify(this.#talk?.asks);
    const question = askWords(
      fresh ? this.#asks : undefined,
      asked?.topic === '公寓维修' ? '要修的地方' : '要处理的地方',
    );
    const consent = this.#opened.filter(waitsForConsent).map(({ row }) => row.no);
    const { consent: _before, asks: _asked, ...kept } = this.#talk ?? { cases: [], last: '' };
    const needs: NeedTalk = {
      ...kept,
      at: this.#turn.now,
      cases: this.#cases.slice(-10),
      last: this.#last ?? '',
      ...(this.#asks ? { asks: this.#asks } : {}),
      ...(consent.length > 0 ? { consent } : {}),
    };
    const outcome = spoken(this.#turn, { ...state, needs }, [
      this.#sorry ? line('实在抱歉，给您添麻烦了。') : undefined,
      this.#opened.length > 0 ? line('记下了，已经立案：') : undefined,
      this.#opened.length > 0 ? { type: 'list', items: this.#opened.map(caseLine) } : undefined,
      ...this.#lines.map(line),
      ...(open
        ? [line(`您反映的一共 ${all.length} 件：`), { type: 'list', items: all.map(caseLine) } as ReplyPart]
        : []),
      ...consentParts(this.#opened),
      question ? line(question) : undefined,
      this.#left.length > 0 ? line(`“${this.#left.join('，')}”这句我没办，请单独再说一遍。`) : undefined,
      this.#opened.length > 0
        ? line(`还有别的，接着说就行；记错了，${undoMinutes} 分钟内发“/撤销”。办好会回访您。`)
        : undefined,
      ...this.#whichParts(),
    ]);
    return { ...outcome, posts: [...outcome.posts, ...this.#posts] };
  }

  #whichParts(): ReplyPart[] {
    if (this.#which.length === 0) return [];
    const buttons = this.#which.slice(0, 6).map(({ no, topic }) => ({
      label: `撤回 ${topic || no}`,
      payload: { for: 'case', no, act: '撤回' },
    }));
    return ask('您是说哪一件不办了？点一下就撤回；不点的照办。', buttons).parts;
  }
}

/** The cases of a talk as they stand now; those that are gone are left out. */
export async function filesOf(turn: Turn, book: FlowBook, cases: readonly RaisedCase[]): Promise<CaseFile[]> {
  const files: CaseFile[] = [];
  for (const { no } of cases) {
    const file = await loadCase(worldOf(turn, book), no);
    if (file) files.push(file);
  }
  return files;
}

export const spoken = (turn: Turn, state: Conversation, parts: (ReplyPart | undefined)[]): Outcome => ({
  conversation: state,
  posts: [{ to: { chat: turn.chat.id }, reply: replyOf(parts) }],
});

const saysMore = (told: Told): boolean =>
  told.demands.length > 0 ||
  told.dropped.some(Boolean) ||
  told.place !== undefined ||
  told.hours !== undefined ||
  (told.urgent && !onlyAsks(contentOf(told)));
