/** Reads the doubles and the cast into what the page shows. */
import type { Double, DoubleChat } from '../../doubles/port.ts';
import type { SimulatorDeps } from './deps.ts';
import { presetsFrom } from './presets.ts';
import { previewOf } from './preview.ts';
import { suggestionsOf } from './suggestions.ts';
import type { CastMember, ChatView, PersonView, StateView } from './view.ts';

/** The cast first, in its order; accounts on the doubles that belong to nobody of it come last, as passers-by. */
function peopleOf(deps: SimulatorDeps): PersonView[] {
  const cast = deps.cast();
  const known = new Set(cast.flatMap(({ accounts }) => [accounts.feishu, accounts.dingtalk]));
  const others = deps.doubles.flatMap((double) =>
    double
      .users()
      .filter((user) => !known.has(user.id))
      .map(
        (user): CastMember => ({
          name: user.name,
          role: '路人',
          title: '未登记',
          accounts: { [double.name]: user.id },
        }),
      ),
  );
  return [...cast, ...others].map((member) => ({
    ...member,
    key: [member.accounts.feishu ?? '', member.accounts.dingtalk ?? ''].join('~'),
    suggestions: member.suggestions ?? suggestionsOf[member.role],
  }));
}

function chatOf(double: Double, chat: DoubleChat, botName: string): ChatView {
  const messages = double.messages(chat.id);
  const last = messages.at(-1);
  return {
    id: chat.id,
    kind: chat.kind,
    title: chat.title,
    members: chat.members,
    total: messages.length,
    ...(last && { last: { from: last.from, at: last.at, preview: previewOf(last, botName) } }),
  };
}

export function stateOf(deps: SimulatorDeps): StateView {
  const now = deps.clock.now();
  return {
    county: deps.county ?? '',
    botName: deps.botName,
    now,
    presets: presetsFrom(now, deps.workday),
    people: peopleOf(deps),
    platforms: deps.doubles.map((double) => ({
      name: double.name,
      chats: double.chats().map((chat) => chatOf(double, chat, deps.botName)),
      faults: double.faults,
    })),
  };
}
