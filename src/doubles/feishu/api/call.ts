/** One API request as its handler sees it. */
import type { HttpReply, HttpRequest } from '../../http.ts';
import type { Json } from '../json.ts';
import type { World } from '../world.ts';

export interface Call {
  world: World;
  request: HttpRequest;
  /** The JSON body; empty for multipart and for none. */
  body: Json;
  /** Ids out of the path, in order. */
  ids: string[];
}

export interface Route {
  method: string;
  /** `*` stands for an id. */
  path: string[];
  /** Faults of sends apply: it changes what people see. */
  sends: boolean;
  handle(call: Call): HttpReply;
}

/** @param path below /open-apis */
export function route(method: string, path: string, handle: Route['handle'], sends = false): Route {
  return { method, path: path.split('/'), handle, sends };
}
