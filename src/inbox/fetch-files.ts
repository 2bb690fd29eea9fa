/** Fetching the files people sent, after the turn that noted them, and keeping them sealed. */
import type { Channel, FileRef } from '../channels/port.ts';
import type { Log } from '../ports.ts';
import type { Database } from '../store/database.ts';
import type { Secrets } from '../store/secrets.ts';

/** Files kept are at most this large (design.md 5). */
const LARGEST = 20 * 1024 * 1024;
const TRIES = 6;
const BATCH = 8;

interface Deps {
  db: Database;
  secrets: Secrets;
  log: Log;
  channels: ReadonlyMap<string, Channel>;
}

interface WaitingFile {
  id: string;
  app_id: string;
  name: string;
  source: Uint8Array;
  attempts: number;
}

/** Fetches what waits; several processes share the work. Resolves with how many files were looked at. */
export async function fetchFiles(deps: Deps): Promise<number> {
  const waiting = await deps.db.prisma.$queryRawUnsafe<WaitingFile[]>(
    `update file set attempts = attempts + 1
     where id in (
       select id from file where status = 'waiting' and attempts < ${TRIES} order by created_at limit ${BATCH}
       for update skip locked
     )
     returning id, app_id, name, source, attempts`,
  );
  await Promise.all(waiting.map((file) => fetchOne(deps, file)));
  return waiting.length;
}

async function fetchOne(deps: Deps, file: WaitingFile): Promise<void> {
  const channel = deps.channels.get(file.app_id);
  if (!channel) return;
  try {
    const source = JSON.parse(Buffer.from(deps.secrets.openBytes(file.source)).toString()) as FileRef;
    const { bytes, mime, name } = await channel.download(source);
    if (bytes.length > LARGEST) throw new Error(`larger than ${LARGEST} bytes`);
    await deps.db.prisma.file.update({
      where: { id: file.id },
      data: {
        bytes: Uint8Array.from(deps.secrets.sealBytes(bytes)),
        size: bytes.length,
        mime,
        name: source.name ?? name,
        status: 'kept',
      },
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown error';
    const last = file.attempts >= TRIES;
    deps.log.warn(
      { file: file.id, attempts: file.attempts, reason },
      last ? 'A file could not be fetched' : 'A file will be fetched again',
    );
    if (last) await deps.db.prisma.file.update({ where: { id: file.id }, data: { status: 'failed' } });
  }
}
