/** Prisma's way to `pg`, which tells who begins a transaction on which connection it runs. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { PrismaPg } from '@prisma/adapter-pg';
import type pg from 'pg';

/** Where a transaction is noted while it lasts; its connection goes to others afterwards. */
export interface Connection {
  client?: pg.ClientBase | undefined;
}

type Adapter = Awaited<ReturnType<PrismaPg['connect']>>;
type Begun = Awaited<ReturnType<Adapter['startTransaction']>>;

const noting = new AsyncLocalStorage<Connection>();

/** Runs `work`; the connection of the transaction it begins is noted. */
export const noted = <T>(connection: Connection, work: () => T): T => noting.run(connection, work);

export class NotingPrismaPg extends PrismaPg {
  override async connect(): Promise<Adapter> {
    const adapter = await super.connect();
    const start = adapter.startTransaction.bind(adapter);
    adapter.startTransaction = async (isolation) => {
      const begun = await start(isolation);
      const connection = noting.getStore();
      if (connection) note(connection, begun);
      return begun;
    };
    return adapter;
  }
}

function note(connection: Connection, begun: Begun): void {
  connection.client = 'client' in begun ? (begun.client as pg.ClientBase) : undefined;
  for (const end of ['commit', 'rollback'] as const) {
    const finish = begun[end].bind(begun);
    begun[end] = () => {
      connection.client = undefined;
      return finish();
    };
  }
}
