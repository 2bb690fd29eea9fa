-- CreateTable
CREATE TABLE "roster_entry" (
    "id" TEXT NOT NULL,
    "county_id" TEXT NOT NULL,
    "matter" TEXT NOT NULL,
    "roster" TEXT NOT NULL,
    "batch" TEXT NOT NULL DEFAULT '',
    "person_id" TEXT,
    "case_id" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3),

    CONSTRAINT "roster_entry_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "roster_entry_case_id_key" ON "roster_entry"("case_id");

-- CreateIndex
CREATE INDEX "roster_entry_county_id_roster_batch_idx" ON "roster_entry"("county_id", "roster", "batch");
