/** Who is who: the contact lookups of the old host; free of quota (dingtalk.md 6). */
import type { HttpReply, HttpRequest } from '../../http.ts';
import { jsonObject, oapi, text } from '../answers.ts';
import type { Core } from '../core.ts';
import { uuid } from '../ids.ts';
import type { Routes } from '../server.ts';
import type { Person } from '../world.ts';

export function contactRoutes(core: Core): Routes {
  const { world } = core;
  const lookup = (find: (asked: Record<string, string>) => HttpReply): Routes[string] => ({
    style: 'oapi',
    free: true,
    handle: (request) => find(fields(request)),
  });
  return {
    'POST /topapi/v2/user/getbymobile': lookup(({ mobile = '' }) => {
      if (!/^\d{11}$/.test(mobile)) return oapi(40104, '不合法的手机号', { request_id: uuid() });
      return found(world.byMobile(mobile), ({ id }) => ({ userid: id, exclusive_account_userid_list: [] }));
    }),
    'POST /topapi/user/getbyunionid': lookup(({ unionid = '' }) =>
      found(world.byUnionId(unionid), ({ id }) => ({ contact_type: 0, userid: id })),
    ),
    'POST /topapi/v2/user/get': lookup(({ userid = '' }) => found(world.person(userid), details)),
  };
}

/** JSON or a form; both are used. */
function fields({ headers, body }: HttpRequest): Record<string, string> {
  if (headers['content-type']?.includes('json'))
    return Object.fromEntries(Object.entries(jsonObject(body)).map(([key, value]) => [key, text(value)]));
  return Object.fromEntries(new URLSearchParams(body.toString()));
}

function found(person: Person | undefined, result: (person: Person) => object): HttpReply {
  const request_id = uuid();
  if (!person) return oapi(60121, '找不到该用户', { request_id });
  return oapi(0, 'ok', { request_id, result: result(person) });
}

const details = ({ id, unionId, name, mobile }: Person): object => ({
  userid: id,
  unionid: unionId,
  name,
  mobile,
  active: true,
  admin: false,
  boss: false,
  dept_id_list: [1],
  hide_mobile: false,
  real_authed: true,
});
