-- AlterTable
ALTER TABLE "roster_entry" ADD COLUMN     "stopped" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "round" (
    "id" TEXT NOT NULL,
    "county_id" TEXT NOT NULL,
    "matter" TEXT NOT NULL,
    "batch" TEXT NOT NULL,
    "person_id" TEXT,
    "chat_id" BIGINT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "stopped" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "round_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "round_county_id_matter_batch_idx" ON "round"("county_id", "matter", "batch");
