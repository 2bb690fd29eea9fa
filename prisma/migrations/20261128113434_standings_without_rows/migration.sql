-- DropIndex
DROP INDEX "contact_pairing_id_date_idx";

-- DropIndex
DROP INDEX "pairing_county_id_talent_id_idx";

-- CreateIndex
CREATE INDEX "contact_pairing_id_undone_at_date_method_idx" ON "contact"("pairing_id", "undone_at", "date", "method");

-- CreateIndex
CREATE INDEX "pairing_county_id_talent_id_post_id_idx" ON "pairing"("county_id", "talent_id", "post", "id");
