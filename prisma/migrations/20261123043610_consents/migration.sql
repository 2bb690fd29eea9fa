-- CreateTable
CREATE TABLE "consent" (
    "id" TEXT NOT NULL,
    "county_id" TEXT NOT NULL,
    "identity_id" TEXT NOT NULL,
    "person_id" TEXT,
    "matter" TEXT NOT NULL,
    "notice" INTEGER NOT NULL,
    "draft_id" TEXT NOT NULL,
    "event_id" BIGINT,
    "given_at" TIMESTAMPTZ(3) NOT NULL,
    "withdrawn_at" TIMESTAMPTZ(3),

    CONSTRAINT "consent_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "consent_draft_id_key" ON "consent"("draft_id");

-- CreateIndex
CREATE INDEX "consent_county_id_identity_id_idx" ON "consent"("county_id", "identity_id");

-- CreateIndex
CREATE INDEX "consent_county_id_person_id_idx" ON "consent"("county_id", "person_id");
