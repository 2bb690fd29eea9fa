/** Files people send: noted in the turn, fetched after it, kept sealed in the database. */
import type { FileRef } from '../channels/port.ts';
import type { Clock, Random } from '../ports.ts';
import type { Tx } from '../store/database.ts';
import { newId } from '../store/ids.ts';
import type { Secrets } from '../store/secrets.ts';
import type { ClaimedChat } from './claim.ts';

const kindNames = { image: '图片', file: '文件', audio: '语音', video: '视频' } as const;

/** Notes the files of a message; their bytes follow (see `fetch-files.ts`). */
export async function keepFiles(
  tx: Tx,
  deps: { secrets: Secrets; clock: Clock; random: Random },
  chat: ClaimedChat,
  files: FileRef[],
): Promise<{ id: string; kind: FileRef['kind']; name: string }[]> {
  const noted = files.map((file) => ({
    id: newId(deps.random),
    kind: file.kind,
    name: file.name ?? kindNames[file.kind],
    source: file,
  }));
  await tx.file.createMany({
    data: noted.map(({ id, kind, name, source }) => ({
      id,
      countyId: chat.countyId,
      appId: chat.appId,
      chatId: chat.id,
      name,
      kind,
      source: Uint8Array.from(deps.secrets.sealBytes(Buffer.from(JSON.stringify(source)))),
      createdAt: new Date(deps.clock.now()),
    })),
  });
  return noted.map(({ id, kind, name }) => ({ id, kind, name }));
}
