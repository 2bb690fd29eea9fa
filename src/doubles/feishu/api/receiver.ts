/** Whom a message is for, and whether the bot may reach them (feishu.md 4). */
import type { Refusal } from '../answers.ts';
import type { Chat } from '../people.ts';
import type { World } from '../world.ts';

const prefixes: Readonly<Record<string, string>> = {
  open_id: 'ou_',
  union_id: 'on_',
  user_id: '',
  chat_id: 'oc_',
};

export function receiver(world: World, type: string, id: string): { chat: Chat } | { refused: Refusal } {
  const prefix = prefixes[type];
  if (prefix === undefined) return { refused: { code: 99992402, detail: 'receive_id_type' } };
  if (type === 'chat_id') return group(world.people.chats.get(id), world);
  if (!id.startsWith(prefix)) return { refused: { code: type === 'open_id' ? 99992351 : 230034 } };
  const person = world.people.find(type, id);
  if (!person) return { refused: { code: type === 'open_id' ? 99992361 : 230034 } };
  return person.available ? { chat: world.people.p2p(person.id) } : { refused: { code: 230013 } };
}

/** A group with the bot in it, or a one-to-one chat whose person is in the availability scope. */
function group(chat: Chat | undefined, world: World): { chat: Chat } | { refused: Refusal } {
  if (!chat) return { refused: { code: 230034 } };
  if (!chat.botIn) return { refused: { code: 230002 } };
  const [member = ''] = chat.members;
  const available = chat.kind === 'group' || world.people.users.get(member)?.available === true;
  return available ? { chat } : { refused: { code: 230013 } };
}
