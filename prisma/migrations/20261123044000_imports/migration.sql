-- AlterTable
ALTER TABLE "holiday" ADD COLUMN     "own" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "import" (
    "id" TEXT NOT NULL,
    "county_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL DEFAULT '',
    "status" TEXT NOT NULL,
    "file_id" TEXT,
    "chat_id" BIGINT,
    "by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "plan" BYTEA,
    "done_at" TIMESTAMPTZ(3),
    "undo" BYTEA,

    CONSTRAINT "import_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "merge" (
    "id" TEXT NOT NULL,
    "county_id" TEXT NOT NULL,
    "kept_id" TEXT NOT NULL,
    "gone_id" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "moved" BYTEA NOT NULL,
    "undone_at" TIMESTAMPTZ(3),

    CONSTRAINT "merge_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "import_status_idx" ON "import"("status");

-- CreateIndex
CREATE INDEX "merge_county_id_kept_id_idx" ON "merge"("county_id", "kept_id");
