/**
 * What a leader tells in plain words: contacts that took place, plans, people
 * who left, questions for a phone number, and what was said. Pure; the words
 * alone decide, the people it may mean are given.
 */
import { attendeesIn, isListOfNames } from './attendees.ts';
import { clausesOf } from './clauses.ts';
import { dateOf } from './day.ts';
import { type Fact, factOf } from './facts.ts';
import { mentionsIn, strangersIn } from './people.ts';
import { contactIn, type Deed, missedIn, notYetIn, planIn } from './predicates.ts';
import { asksForMatters, asksForPhone, fellIll, movedAway } from './questions.ts';
import type { SpokenContact, Talk, TalkContext, Who } from './spoken.ts';
import { bareWeekday, dayIn, type HalfDay, halfDayIn, isWhen, liesBehind, type SpokenDay } from './times.ts';

export function readTalk(text: string, context: TalkContext): Talk {
  const reader = new TalkReader(context);
  for (const clause of clausesOf(text, [...context.people, ...(context.others ?? [])])) reader.take(clause);
  return reader.end();
}

/** The clauses one after the other; each is of the first kind that fits. */
class TalkReader {
  readonly #context: TalkContext;
  readonly #talk: Talk = {
    contacts: [],
    plans: [],
    moved: [],
    ill: [],
    phones: [],
    matters: [],
    missed: false,
    notes: [],
    needs: [],
    suggestions: [],
  };
  /** Whose facts come now. */
  #targets: SpokenContact[] = [];
  /** The contact clause they began with. */
  #event: SpokenContact[] = [];
  /** Set when a contact was told without names (跑了三家企业): those who follow were met too. */
  #open: SpokenContact | undefined;
  #last: Who | undefined;
  #day: SpokenDay | undefined;
  /** Told before the deed they belong to. */
  #pre: { who: Who[]; when?: SpokenDay; halfDay?: HalfDay; place?: string } = { who: [] };
  #heading: 'need' | 'suggestion' | undefined;
  #before: Fact['kind'] | 'attendees' | undefined;

  constructor(context: TalkContext) {
    this.#context = context;
    if (context.last) this.#last = { said: context.last.name, people: [context.last] };
  }

  take(raw: string): void {
    const { attendees, rest } = attendeesIn(raw, this.#names());
    if (attendees) this.#attend(attendees);
    const clause = rest.trim();
    if (!clause) return;
    if (
      !attendees &&
      this.#before === 'attendees' &&
      isListOfNames(clause) &&
      !this.#whoIn(clause, true).length
    ) {
      this.#attend(clause);
      return;
    }
    if (this.#takeFragment(clause)) return;
    if (this.#takeQuestion(clause)) return;
    if (this.#takeDeed(clause)) return;
    this.#takeFact(clause);
  }

  end(): Talk {
    const contacts = this.#talk.contacts.filter((contact) => contact.who || this.#mayBeUnnamed(contact));
    return { ...this.#talk, contacts, ...(this.#last ? { last: this.#last } : {}) };
  }

  #takeQuestion(clause: string): boolean {
    const who = this.#whoIn(clause);
    if (asksForPhone(clause)) {
      this.#talk.phones.push(who[0] ?? this.#last);
      this.#speakOf(who);
      return true;
    }
    if (asksForMatters(clause)) {
      this.#talk.matters.push(who[0] ?? this.#last);
      this.#speakOf(who);
      return true;
    }
    const moved = this.#event.length > 0 ? undefined : movedAway(clause, who.length > 0, this.#checking());
    if (moved) {
      const since = dayIn(clause, this.#context, '过去');
      const about = who[0] ?? this.#last;
      const earlier = this.#talk.moved.find((one) => one.who?.said === about?.said);
      if (earlier)
        Object.assign(earlier, { ...(since ? { since } : {}), words: `${earlier.words}，${clause}` });
      else
        this.#talk.moved.push({
          ...(about ? { who: about } : {}),
          ...(since ? { since } : {}),
          words: clause,
        });
      this.#speakOf(who);
      return true;
    }
    if (this.#event.length === 0 && who.length > 0 && fellIll(clause)) {
      this.#talk.ill.push(...who);
      this.#speakOf(who);
      return true;
    }
    return false;
  }

  #takeDeed(clause: string): boolean {
    const plan = planIn(clause, dayIn(clause, this.#context, '将来'), this.#context.now);
    if (plan) {
      this.#plan(clause, plan);
      return true;
    }
    if (notYetIn(clause)) return true;
    const deed = contactIn(clause, this.#names(), dayIn(clause, this.#context, '过去'), this.#context.now);
    if (missedIn(clause)) {
      const named = this.#whoIn(clause);
      this.#miss(named);
      this.#speakOf(named);
      return true;
    }
    if (!deed) return false;
    this.#contact(clause, deed);
    return true;
  }

  /** They did not meet after all: what was just told of is no contact; where somebody is named, only theirs. */
  #miss(named: Who[]): void {
    this.#talk.missed = true;
    const missed = named.some(({ people }) => people.length > 0)
      ? this.#event.filter(({ who }) => named.some((one) => sameWho(who, one)))
      : this.#event;
    this.#talk.contacts = this.#talk.contacts.filter((contact) => !missed.includes(contact));
    this.#event = this.#event.filter((contact) => !missed.includes(contact));
    this.#targets = [];
  }

  #plan(clause: string, plan: { remind: boolean; only: boolean; time?: string; place?: string }): void {
    const earlier = this.#talk.plans.at(-1);
    if (plan.only && earlier) {
      earlier.remind ||= plan.remind;
      return;
    }
    const named = this.#whoIn(clause);
    const halfDay = halfDayIn(clause);
    const when = this.#comingDay(clause, halfDay);
    const meant = /[他她]|看|见|拜访|走访|联系/u.test(clause) && this.#last ? [this.#last] : [];
    const who = named.length > 0 ? named : meant;
    const told = {
      ...(when ? { when } : {}),
      ...(halfDay ? { halfDay } : {}),
      ...(plan.time ? { time: plan.time } : {}),
      ...(plan.place ? { place: plan.place } : {}),
    };
    // 帮我约卢总工，下周三上午去他单位: the second clause is the day of the first.
    if (earlier && !earlier.when && when && named.length === 0) {
      Object.assign(earlier, told);
      earlier.remind ||= plan.remind;
      return;
    }
    this.#talk.plans.push({ who, remind: plan.remind, ...told });
    this.#speakOf(named);
  }

  /** The day of a plan; a weekday whose hour has gone by is the one of next week. */
  #comingDay(clause: string, halfDay: HalfDay | undefined): SpokenDay | undefined {
    const when = dayIn(clause, this.#context, '将来');
    if (!when || !bareWeekday(clause) || !liesBehind(when, halfDay, this.#context.now)) return when;
    return { ...when, date: dateOf(Date.parse(`${when.date}T12:00:00+08:00`) + 7 * 86_400_000) };
  }

  #contact(clause: string, deed: Deed): void {
    const named = this.#whoIn(clause, true);
    const when = dayIn(clause, this.#context, '过去') ?? this.#pre.when;
    const halfDay = halfDayIn(clause) ?? this.#pre.halfDay;
    const others = named.filter((who) => !this.#event.some((contact) => contact.who?.said === who.said));
    // 看望了李教授，聊了一个小时: one contact, told in two clauses.
    const again = named.length === 0 || others.length === 0;
    const goesOn = this.#event.length > 0 && again && !when && !halfDay && !deed.fresh;
    if (goesOn) {
      const [first] = this.#event;
      if (first && !first.place && deed.place) for (const contact of this.#event) contact.place = deed.place;
      if (deed.topic) this.#tell(deed.topic);
      return;
    }
    const unnamed = this.#event.find((contact) => !contact.who);
    if (unnamed && named.length > 0 && !when && !halfDay) {
      this.#fill(unnamed, named, deed);
      return;
    }
    if (when) this.#day = when;
    const pronoun = /[他她](?!们)|这位/u.test(clause) && this.#last ? [this.#last] : [];
    const who = named.length > 0 ? named : pronoun.length > 0 ? pronoun : this.#pre.who;
    const place = deed.place ?? this.#pre.place;
    const present = this.#event.length === 0 ? this.#talk.attendees : undefined;
    this.#pre = { who: [] };
    const day = when ?? (this.#talk.contacts.length > 0 ? this.#day : undefined);
    const base = (): SpokenContact => ({
      method: deed.method,
      ...(deed.sure ? { sure: true } : {}),
      ...(day ? { when: day } : {}),
      ...(halfDay ? { halfDay } : {}),
      ...(place ? { place } : {}),
      ...(deed.instead ? { instead: deed.instead } : {}),
      ...(deed.through ? { through: deed.through } : {}),
      ...(present ? { attendees: present } : {}),
      notes: [],
      needs: [],
      suggestions: [],
    });
    if (present) delete this.#talk.attendees;
    this.#event = who.length > 0 ? who.map((one) => ({ ...base(), who: one })) : [base()];
    this.#targets = this.#event;
    this.#talk.contacts.push(...this.#event);
    this.#heading = undefined;
    this.#before = undefined;
    this.#speakOf(who);
    if (deed.topic) this.#tell(deed.topic);
  }

  /** The people of a contact that was told before they were named. */
  #fill(contact: SpokenContact, named: Who[], deed?: Deed): void {
    const [first, ...more] = named;
    if (!first) return;
    contact.who = first;
    if (deed && contact.method === '走访' && deed.method !== '走访' && deed.method !== '谈话')
      contact.method = deed.method;
    const added = more.map((who) => ({ ...contact, who, notes: [], needs: [], suggestions: [] }));
    this.#event = [contact, ...added];
    this.#talk.contacts.push(...added);
    this.#targets = this.#event;
    this.#speakOf(named);
    if (deed?.topic) this.#tell(deed.topic);
  }

  /** Telegram style, and a day before a comma: 昨天下午，茶叶研究所，吴昊，走访. */
  #takeFragment(clause: string): boolean {
    if (isWhen(clause)) {
      const when = dayIn(clause, this.#context, '过去');
      const halfDay = halfDayIn(clause);
      if (!when && !halfDay) return /^(?:刚才?|今天|就)$/u.test(clause);
      this.#pre = { ...this.#pre, ...(when ? { when } : {}), ...(halfDay ? { halfDay } : {}) };
      return true;
    }
    const named = this.#whoIn(clause, true);
    const bare = named.reduce((rest, { said }) => rest.replace(said, ''), clause);
    if (named.length > 0 && /^[、和跟与及还有\s]*(?:同志|老师|教授|博士)?(?:[二两三四五]位)?$/u.test(bare)) {
      const unnamed = this.#event.find((contact) => !contact.who);
      if (unnamed) {
        this.#fill(unnamed, named);
        this.#open = unnamed;
      } else if (this.#event.length === 0) this.#pre = { ...this.#pre, who: [...this.#pre.who, ...named] };
      else return false;
      this.#speakOf(named);
      return true;
    }
    if (
      this.#event.length === 0 &&
      this.#context.people.some(({ unit }) => nearly(unit, clause) && clause.length <= unit.length + 2)
    ) {
      this.#pre = { ...this.#pre, place: clause };
      return true;
    }
    return false;
  }

  #takeFact(clause: string): void {
    this.#turnTo(clause);
    this.#tell(this.#withoutSubject(clause));
  }

  #tell(words: string): void {
    const fact = factOf(words, this.#heading);
    const into = this.#targets.length > 0 ? this.#targets : [this.#talk];
    if (fact.kind === 'heading') this.#heading = fact.of;
    else if (fact.kind === 'urgency') this.#hurry(fact.urgent);
    else if (fact.kind === 'need' && this.#before === 'need' && goesOn(fact.text)) this.#note(fact.text);
    else if (fact.kind === 'need') {
      for (const one of into) one.needs.push({ text: fact.text, urgent: fact.urgent, details: [] });
    } else if (fact.kind === 'suggestion') {
      for (const one of into) one.suggestions.push({ text: fact.text, urgent: fact.urgent, details: [] });
    } else if (fact.kind === 'note') this.#note(fact.text);
    if (fact.kind !== 'urgency' && fact.kind !== 'nothing' && !(fact.kind === 'need' && goesOn(fact.text)))
      this.#before = fact.kind;
  }

  /** A plain clause right after a need tells more of it; any other is a note. */
  #note(text: string): void {
    const well = /都?(?:挺|很|蛮|还)?(?:好|顺利|正常|不错|适应|满意|习惯)|其他|其它|别的|一切|谢|感谢/u.test(
      text,
    );
    for (const one of this.#targets.length > 0 ? this.#targets : [this.#talk]) {
      const need = this.#before === 'need' && !well ? one.needs.at(-1) : undefined;
      if (need) need.details.push(text);
      else one.notes.push(text);
    }
  }

  #hurry(urgent: boolean): void {
    const into = this.#targets.length > 0 ? this.#targets : [this.#talk];
    let found = false;
    for (const one of into) {
      const list = this.#before === 'suggestion' ? one.suggestions : one.needs;
      const last = list.at(-1) ?? one.suggestions.at(-1);
      if (last) {
        last.urgent = urgent;
        found = true;
      }
    }
    if (!found) this.#talk.urgent = urgent;
  }

  /** A clause that speaks of somebody else turns to them: 吴昊说缺设备，石磊那边都好. */
  #turnTo(clause: string): void {
    if (/^(?:他们|她们|大家|两位|几位|三位|都)/u.test(clause)) {
      this.#targets = this.#event;
      return;
    }
    const [head] = this.#whoIn(clause.slice(0, 16), true);
    const starts = head && clause.indexOf(head.said) <= 8;
    if (!head || !starts) {
      if (/^[他她]/u.test(clause) && this.#event.length > 1 && this.#targets.length > 1) {
        const about = this.#event.find((contact) => contact.who?.said === this.#last?.said);
        if (about) this.#targets = [about];
      }
      return;
    }
    const known = this.#talk.contacts.filter((contact) => sameWho(contact.who, head)).at(-1);
    const open = this.#event.find((contact) => !contact.who);
    if (known) this.#targets = [known];
    else if (open) {
      this.#fill(open, [head]);
      this.#open = open;
    } else if (this.#open) {
      const next: SpokenContact = { ...this.#open, who: head, notes: [], needs: [], suggestions: [] };
      this.#talk.contacts.push(next);
      this.#event = [...this.#event, next];
      this.#targets = [next];
    } else {
      if (this.#event.length === 0) this.#speakOf([head]);
      return;
    }
    this.#heading = undefined;
    this.#before = undefined;
    this.#speakOf([head]);
  }

  #withoutSubject(clause: string): string {
    const [head] = this.#whoIn(clause.slice(0, 16), true);
    if (!head) return clause;
    const at = clause.indexOf(head.said);
    if (at > 8) return clause;
    const after = clause
      .slice(at + head.said.length)
      .replace(/^(?:同志|教授|博士|老师|总工)?(?:那边|这边|那里|这里)?[，,、]?/u, '');
    return after.length >= 2 && !/^(?:的|和|跟|、)/u.test(after) ? after : clause;
  }

  #attend(attendees: string): void {
    const add = (before: string | undefined): string => [before, attendees].filter(Boolean).join('、');
    if (this.#event.length > 0) for (const contact of this.#event) contact.attendees = add(contact.attendees);
    else this.#talk.attendees = add(this.#talk.attendees);
    this.#before = 'attendees';
  }

  #whoIn(text: string, knownOnly = false): Who[] {
    const { people, others } = this.#context;
    const mentions = mentionsIn(text, people, others);
    const strangers = strangersIn(text, mentions).map(({ said }) => ({
      at: text.indexOf(said),
      who: { said, people: [] },
    }));
    const known = mentions.map(({ said, span, people: meant, doubtful }) => ({
      at: span[0],
      who: { said, people: meant, ...(doubtful ? { doubtful } : {}) },
    }));
    const all = knownOnly && known.length > 0 ? known : [...known, ...strangers];
    return all.sort((a, b) => a.at - b.at).map(({ who }) => who);
  }

  /** The words in the text that name somebody, for telling subjects. */
  #names(): (text: string) => { said: string; span: [number, number] }[] {
    return (text) => mentionsIn(text, this.#context.people, this.#context.others);
  }

  #speakOf(who: Who[]): void {
    const last = who.at(-1);
    if (last) this.#last = last;
  }

  #checking = (): boolean => this.#context.checking === true || this.#talk.moved.length > 0;

  /** Without a name only these are surely about a talent; a meeting may be any meeting. */
  #mayBeUnnamed(contact: SpokenContact): boolean {
    if (contact.instead) return true;
    const place = contact.place;
    if (place && this.#context.people.some(({ unit }) => nearly(unit, place))) return true;
    return contact.sure === true;
  }
}

const sameWho = (a: Who | undefined, b: Who): boolean =>
  a !== undefined &&
  (a.said === b.said || a.people.some(({ id }) => b.people.some((other) => other.id === id)));

/** Whether a place and a unit are one: 华科高新 and 华科高新专家工作站. */
export const nearly = (unit: string, place: string): boolean =>
  place.length >= 2 && (unit.includes(place) || (unit.length >= 3 && place.includes(unit)));

/** Says how it stands with what was said before, and names nothing of its own: 一直没落实. */
const goesOn = (text: string): boolean =>
  /^(?:但是?|可是?|一直|到现在|至今|目前|现在|都|也|还|就|总是|始终)*没(?:有|能|得到)?(?:落实|解决|着落|动静|消息|办成|办下来|结果|回音|批下来|批|到位|下文|答复|安排)(?:下来|好|了)?$/u.test(
    text,
  );
