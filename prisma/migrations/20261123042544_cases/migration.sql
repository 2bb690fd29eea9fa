-- AlterTable
ALTER TABLE "case" ADD COLUMN     "chat_id" BIGINT,
ADD COLUMN     "closed_at" TIMESTAMPTZ(3),
ADD COLUMN     "guard" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "raised_by" TEXT,
ADD COLUMN     "recused" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "unit_id" TEXT,
ADD COLUMN     "urgent" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "change" ADD COLUMN     "step" JSONB;

-- CreateIndex
CREATE INDEX "case_open" ON "case"("county_id", "due_at") WHERE (closed_at is null);

-- CreateIndex
CREATE INDEX "case_county_id_unit_id_idx" ON "case"("county_id", "unit_id");

-- CreateIndex
CREATE INDEX "case_county_id_person_id_idx" ON "case"("county_id", "person_id");
