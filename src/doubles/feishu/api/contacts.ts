/** The directory: who has this mobile number, who is this, who am I (feishu.md 6). */
import type { HttpReply } from '../../http.ts';
import { ok, refuse } from '../answers.ts';
import { list } from '../json.ts';
import type { Person } from '../people.ts';
import { type Call, route } from './call.ts';

const maxAsked = 50;
const active = {
  is_frozen: false,
  is_resigned: false,
  is_activated: true,
  is_exited: false,
  is_unjoin: false,
};

export function contactRoutes() {
  return [
    route('GET', 'bot/v3/info', botInfo),
    route('POST', 'contact/v3/users/batch_get_id', batchGetId),
    route('GET', 'contact/v3/users/*', getUser),
  ];
}

function botInfo({ world }: Call): HttpReply {
  const bot = {
    activate_status: 2,
    app_name: world.botName,
    avatar_url: '',
    ip_white_list: [],
    open_id: world.botOpenId,
  };
  return { status: 200, json: { code: 0, msg: 'ok', bot } };
}

/** Whoever is unknown comes back without user_id. No user of the double has an e-mail address. */
function batchGetId({ world, body, request }: Call): HttpReply {
  const mobiles = list(body.mobiles).map(String);
  const emails = list(body.emails).map(String);
  if (mobiles.length > maxAsked || emails.length > maxAsked) return refuse(99992402, 'the max size is 50');
  const type = request.query.get('user_id_type') ?? 'open_id';
  const found = mobiles.map((mobile) => {
    const person = world.people.findByMobile(mobile);
    return person ? { user_id: idOf(person, type), mobile, status: active } : { mobile };
  });
  return ok({ user_list: [...found, ...emails.map((email) => ({ email }))] });
}

function getUser({ world, ids, request }: Call): HttpReply {
  const person = world.people.find(request.query.get('user_id_type') ?? 'open_id', ids[0] ?? '');
  if (!person) return refuse(41012);
  const user = {
    open_id: person.id,
    union_id: person.unionId,
    name: person.name,
    mobile: person.mobile,
    mobile_visible: true,
    status: active,
  };
  return ok({ user });
}

function idOf(person: Person, type: string): string {
  if (type === 'union_id') return person.unionId;
  return type === 'user_id' ? person.userId : person.id;
}
