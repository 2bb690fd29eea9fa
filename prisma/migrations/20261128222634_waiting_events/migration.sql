-- DropIndex
DROP INDEX "event_waiting";

-- AlterTable
ALTER TABLE "event" ALTER COLUMN "status" SET DEFAULT 'accepted';

-- CreateTable
CREATE TABLE "waiting_event" (
    "chat_id" BIGINT NOT NULL,
    "event_id" BIGINT NOT NULL,

    CONSTRAINT "waiting_event_pkey" PRIMARY KEY ("chat_id","event_id")
);

-- What waits goes on waiting.
INSERT INTO "waiting_event" ("chat_id", "event_id")
SELECT "chat_id", "id" FROM "event" WHERE "status" = 'waiting' AND "chat_id" IS NOT NULL;

UPDATE "event" SET "status" = 'accepted' WHERE "status" IN ('waiting', 'done');
