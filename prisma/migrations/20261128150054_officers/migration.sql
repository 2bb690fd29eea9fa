-- CreateTable
CREATE TABLE "leader_officer" (
    "id" TEXT NOT NULL,
    "county_id" TEXT NOT NULL,
    "leader_id" TEXT NOT NULL,
    "officer_id" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3),

    CONSTRAINT "leader_officer_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "leader_officer_officer_id_idx" ON "leader_officer"("officer_id");

-- CreateIndex
CREATE INDEX "leader_officer_county_id_leader_id_idx" ON "leader_officer"("county_id", "leader_id");
