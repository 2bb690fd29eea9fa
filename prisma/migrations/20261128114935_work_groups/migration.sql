-- AlterTable
ALTER TABLE "unit" ADD COLUMN     "deputy_id" TEXT;

-- CreateTable
CREATE TABLE "work_group" (
    "id" TEXT NOT NULL,
    "county_id" TEXT NOT NULL,
    "no" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "owner_id" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "since" DATE NOT NULL,
    "until" DATE NOT NULL,
    "dissolved_at" TIMESTAMPTZ(3),

    CONSTRAINT "work_group_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "work_group_county_id_dissolved_at_idx" ON "work_group"("county_id", "dissolved_at");

-- CreateIndex
CREATE UNIQUE INDEX "work_group_county_id_no_key" ON "work_group"("county_id", "no");
